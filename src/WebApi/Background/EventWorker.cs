using MediatR;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Domain.Meetings;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Handles the events of the inbox: at once those that this node receives, soon those that another left.</summary>
internal sealed partial class EventWorker(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<EventWorker> logger
) : Worker(clock, logger)
{
    private const int BatchSize = 50;
    private const int AtOnce = 4;

    /// <summary>How soon events are found that this node was not told of.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inbox = scope.ServiceProvider.GetRequiredService<IMeetingEventInbox>();
        var taken = await inbox.TakeAsync(BatchSize, ct);
        if (taken.Count == 0)
            await inbox.WaitAsync(LookInterval, ct);
        else
            await Parallel.ForEachAsync(
                taken,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
                // With the stopping token alone: an event that fails does not cancel the others.
                (waiting, _) => HandleAsync(waiting, ct)
            );
    }

    private async ValueTask HandleAsync(WaitingEvent waiting, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var inbox = scope.ServiceProvider.GetRequiredService<IMeetingEventInbox>();
            if (await TryHandleAsync(scope.ServiceProvider, waiting.Event, ct) is not { } failure)
                await inbox.CompleteAsync(waiting, ct);
            else if (await inbox.PutBackAsync(waiting, failure, ct))
                LogParked(waiting.Event.Id, waiting.Attempt, failure);
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            // It comes back when its lease is over, and must not end the handling of the others.
            LogHandlerFailed(failed, waiting.Event.Id);
        }
    }

    /// <returns>What failed, or <see langword="null"/>.</returns>
    private async Task<string?> TryHandleAsync(
        IServiceProvider services,
        MeetingEvent happened,
        CancellationToken ct
    )
    {
        try
        {
            var mediator = services.GetRequiredService<IMediator>();
            return (await mediator.Send(new HandleMeetingEvent(happened), ct)).Error?.Message;
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            LogHandlerFailed(failed, happened.Id);
            return failed.GetType().Name;
        }
    }

    [LoggerMessage(LogLevel.Error, "Handling event {Id} failed")]
    private partial void LogHandlerFailed(Exception exception, string id);

    [LoggerMessage(
        LogLevel.Error,
        "Event {Id} is parked after {Attempts} attempts, the last of which ended so: {Reason}"
    )]
    private partial void LogParked(string id, int attempts, string reason);
}
