using NUnit.Framework;

namespace OpenViduMeet.TestSupport;

/// <summary>Waits, for a limited time, for work that is done in the background.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    public static Task HoldsAsync(Func<bool> condition, string what) =>
        HoldsAsync(() => Task.FromResult(condition()), what);

    /// <param name="bound">The longest wait; ten seconds if <see langword="null"/>.</param>
    public static async Task HoldsAsync(
        Func<Task<bool>> condition,
        string what,
        TimeSpan? bound = null
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > (bound ?? Bound))
                Assert.Fail($"Not within {(bound ?? Bound).TotalSeconds} s: {what}");
            await Task.Delay(PollInterval);
        }
    }
}
