using System.Runtime.InteropServices;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Benchmarks.Load;

/// <summary>The double of LiveKit as a process of its own, until it is told to end.</summary>
internal static class LiveKitServer
{
    public static async Task<int> RunAsync()
    {
        using var end = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => end.Cancel());
        await using var liveKit = await LiveKitDouble.StartAsync();
        Console.WriteLine(liveKit.Url);

        // It remembers every call, which here nobody asks for.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
                liveKit.ForgetCalls();
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }

        return 0;
    }
}
