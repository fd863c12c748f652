using NUnit.Framework;

namespace OpenViduMeet.TestSupport;

/// <summary>What a test needs of the machine, beyond .NET.</summary>
public static class Needed
{
    /// <summary>Skips the test, visibly; fails it where CI requires that everything is there.</summary>
    public static void DoWithout(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Ignore(reason);
    }
}
