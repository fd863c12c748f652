using System.Runtime.InteropServices;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Benchmarks.Load;

/// <summary>Runs the double of LiveKit as a process, until the process is told to end.</summary>
internal static class LiveKitServer
{
    public static async Task<int> RunAsync()
    {
        using var end = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => end.Cancel());
        await using var liveKit = await LiveKitDouble.StartAsync();
        Console.WriteLine(liveKit.Url);

        // The double records every call, and the benchmarks do not use them.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
                liveKit.ForgetCalls();
        }
        catch (OperationCanceledException)
        {
            // The process was told to end.
        }

        return 0;
    }
}
