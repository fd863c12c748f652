using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.WebApi.Background;

/// <summary>
/// Gives memory back to the system when the server has become idle. The garbage collector runs when something is allocated, so that after
/// a rush, for example of a thousand viewers, a server with nothing to do would keep it: 332 MB instead of 191 MB.
/// </summary>
internal sealed class MemoryTrimmer(IHostApplicationLifetime lifetime, SendingMemory media)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>A server that sends no media and allocates less than this in an interval is idle. In bytes.</summary>
    private const long Idle = 8 * 1024 * 1024;

    /// <summary>A collection takes tens of milliseconds, which less garbage is not worth. In bytes.</summary>
    private const long Worthwhile = 32 * 1024 * 1024;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WaitUntilStartedAsync(stoppingToken);
        // Memory is real, also when a test sets the clock.
        using var timer = new PeriodicTimer(Interval);
        // Also what the start has left.
        var trimmedAt = 0L;
        var before = GC.GetTotalAllocatedBytes();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var isIdle = media.Streams == 0 && allocated - before < Idle;
            if (isIdle && allocated - trimmedAt >= Worthwhile)
            {
                GC.Collect(
                    GC.MaxGeneration,
                    GCCollectionMode.Aggressive,
                    blocking: true,
                    compacting: true
                );
                trimmedAt = GC.GetTotalAllocatedBytes();
            }

            before = allocated;
        }
    }
}
