using NUnit.Framework;

namespace OpenViduMeet.TestSupport;

/// <summary>What a test needs on the machine beyond .NET.</summary>
public static class Needed
{
    /// <summary>Skips the test with a reason, or fails it if CI requires that nothing is missing.</summary>
    public static void SkipOrFail(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Ignore(reason);
    }
}
