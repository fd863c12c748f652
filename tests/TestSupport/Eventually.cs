using NUnit.Framework;

namespace OpenViduMeet.TestSupport;

/// <summary>Waits for what happens in the background, never for longer than a bound.</summary>
public static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    public static Task HoldsAsync(Func<bool> condition, string what) =>
        HoldsAsync(() => Task.FromResult(condition()), what);

    /// <param name="bound">Longer than the usual one, for what takes its time.</param>
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
            await Task.Delay(LookInterval);
        }
    }
}
