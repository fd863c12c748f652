using OpenViduMeet.WebApi.Media;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Stopping;

/// <summary>
/// Stops the server so that no request fails: it first serves on while load balancers see that it is not ready, and then closes its
/// port.
/// </summary>
internal sealed partial class ServerStop(
    WebApplication app,
    StopSignals signals,
    ListenSockets sockets,
    ActiveRequests requests,
    SendingMemory streams,
    ServerOptions options,
    TimeProvider clock,
    ILogger<ServerStop> logger
)
{
    /// <summary>
    /// How long requests may take after the port is closed. Then their connections are closed, and a player continues with a new range.
    /// </summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    /// <summary>How long the host may take: a little more, for a service that does not stop although its requests were cut.</summary>
    public static readonly TimeSpan HostTime = StopTime + TimeSpan.FromSeconds(2);

    /// <summary>Waits until the server is told to stop, and stops it.</summary>
    public async Task RunAsync()
    {
        await StopRequestedAsync();
        await DrainAsync();
        await StopAsync();
    }

    private async Task StopRequestedAsync()
    {
        var requested = new TaskCompletionSource(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        await using var registration = app.Lifetime.ApplicationStopping.Register(
            requested.SetResult
        );
        await requested.Task;
    }

    private async Task DrainAsync()
    {
        var hasServed = app.Lifetime.ApplicationStarted.IsCancellationRequested;
        if (!hasServed || options.DrainDelay == TimeSpan.Zero)
            return;
        LogDraining(options.DrainDelay.TotalSeconds);
        await Task.Delay(options.DrainDelay, clock, signals.Second)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await sockets.CloseAsync();
    }

    /// <summary>Ends idle connections and background work, and cuts what has not ended in time.</summary>
    private async Task StopAsync()
    {
        using var cut = new CancellationTokenSource();
        var stop = app.StopAsync(cut.Token);
        var (cutStreams, cutRequests) = (0, 0);
        try
        {
            await stop.WaitAsync(StopTime, clock);
        }
        catch (TimeoutException) when (!stop.IsCompleted)
        {
            cutStreams = streams.Streams;
            cutRequests = requests.Count - cutStreams;
            await cut.CancelAsync();
            await stop;
        }

        LogStopped(cutStreams, cutRequests);
    }

    [LoggerMessage(
        LogLevel.Information,
        "Stopping: not ready from now on, closing the port in {Seconds} s"
    )]
    private partial void LogDraining(double seconds);

    [LoggerMessage(
        LogLevel.Information,
        "Stopped: cut {Streams} streams of recordings and {Requests} other requests"
    )]
    private partial void LogStopped(int streams, int requests);
}
