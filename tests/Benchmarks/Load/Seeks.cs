using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace OpenViduMeet.Benchmarks.Load;

/// <summary>
/// Measures how long a seek takes while other viewers watch: from a new connection to the first byte of the answer.
/// </summary>
internal static class Seeks
{
    private const int WarmUp = 20;
    private const int Steps = 1_000_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var url = new Uri(arguments.Text("url"));
        var size = arguments.Number("size");
        var rate = arguments.Number("rate");
        var streams = (int)arguments.Number("streams");

        using var bound = new CancellationTokenSource();
        var others = new List<Download>();
        try
        {
            // Each reader starts at another offset in the first half, so that none reaches the end.
            for (var stream = 0; stream < streams; stream++)
                others.Add(await Download.OpenAsync(url, size / 2 / streams * stream, bound.Token));
            var watching = Task.WhenAll(others.Select(other => other.ReadAsync(rate, bound.Token)));

            var times = await SeekAsync(url, size, (int)arguments.Number("seeks"));
            await bound.CancelAsync();
            await watching;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"p50={At(times, 0.5):0} p99={At(times, 0.99):0}"
                )
            );
            return 0;
        }
        finally
        {
            others.ForEach(other => other.Dispose());
        }
    }

    /// <returns>Microseconds, in ascending order.</returns>
    private static async Task<double[]> SeekAsync(Uri url, long size, int seeks)
    {
        var times = new double[seeks];
        for (var seek = -WarmUp; seek < seeks; seek++)
        {
            var offset = size / Steps * RandomNumberGenerator.GetInt32(Steps);
            var start = Stopwatch.GetTimestamp();
            using (await Download.OpenAsync(url, offset, CancellationToken.None))
            {
                if (seek >= 0)
                    times[seek] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }

            await Task.Delay(Pause);
        }

        Array.Sort(times);
        return times;
    }

    private static double At(double[] ascending, double share) =>
        ascending[(int)Math.Min(ascending.Length - 1, ascending.Length * share)];
}
