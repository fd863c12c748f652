using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The recording of a room. Its media lies in the <see cref="IRecordingStore"/>. It moves forward only: however often and in
/// whatever order LiveKit's reports come in, it ends as LiveKit ended it.
/// </summary>
public sealed record Recording
{
    public required RecordingId Id { get; init; }

    public required RecordingStatus Status { get; init; }

    /// <summary>When it was asked for, until LiveKit says when the media begins.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The media's size in bytes, once it is complete.</summary>
    public long? Size { get; init; }

    /// <summary>LiveKit's code for what went wrong.</summary>
    public int? ErrorCode { get; init; }

    public string? Error { get; init; }

    public string? Details { get; init; }

    /// <summary>What the store says of the media; <see langword="null"/> until it has been asked.</summary>
    public MediaFacts? Media { get; init; }

    /// <summary>Whether the metadata has been written beside the media.</summary>
    public bool IsDescribed { get; init; }

    /// <summary>The last status of which the people in the room were told, or <see langword="null"/> before the first.</summary>
    public RecordingStatus? SignalledStatus { get; init; }

    /// <summary>What webhooks are to be told when the recording is saved. A recording of another installation that is imported tells nothing.</summary>
    public WebhookNotifications Notifications { get; private init; } = WebhookNotifications.None;

    /// <summary>Whether the media is whole, so that it can be watched.</summary>
    public bool IsPlayable => Status is RecordingStatus.Complete or RecordingStatus.LimitReached;

    /// <summary>Whether it has begun and not ended.</summary>
    public bool IsUnderWay => Status.Stage() < RecordingStages.Ended;

    /// <summary>Whether it has ended, and everything that its end asks for has been done.</summary>
    public bool IsSettled => !IsUnderWay && SignalledStatus == Status && !NeedsDescription;

    /// <summary>Whether the metadata is yet to be written.</summary>
    public bool NeedsDescription => IsPlayable && !IsDescribed;

    /// <summary>Whether it can be deleted: not while somebody writes to it.</summary>
    public Result MayBeDeleted => IsUnderWay ? RecordingErrors.InProgress : Result.Ok;

    /// <summary>Whether it can be stopped now.</summary>
    public Result MayBeStopped =>
        Status switch
        {
            RecordingStatus.Starting => RecordingErrors.StillStarting,
            RecordingStatus.Active => Result.Ok,
            _ => RecordingErrors.AlreadyStopped,
        };

    /// <summary>A recording of which a report is the first thing known.</summary>
    public static Recording From(EgressReport report, DateTimeOffset now) =>
        new Recording
        {
            Id = report.Id,
            Status = RecordingStatus.Starting,
            StartedAt = report.StartedAt ?? now,
        }.Advance(report);

    /// <summary>
    /// The recording as it is after a report: moved on, or this very one if the report tells nothing later. Webhooks are told of each
    /// step; of the end of whole media only when its size is known, by <see cref="Describe"/>.
    /// </summary>
    public Recording Advance(EgressReport report)
    {
        if (report.Status.Stage() <= Status.Stage())
            return this;

        var advanced = this with
        {
            Status = report.Status,
            StartedAt = report.StartedAt ?? StartedAt,
            EndedAt = report.EndedAt,
            Duration = report.Duration,
            Size = report.Size,
            ErrorCode = report.ErrorCode,
            Error = report.Error,
            Details = report.Details,
        };
        return advanced.Status switch
        {
            RecordingStatus.Active => advanced.Notify(WebhookEvent.RecordingStarted),
            RecordingStatus.Ending => advanced.Notify(WebhookEvent.RecordingUpdated),
            _ when advanced.IsPlayable => advanced,
            _ => advanced.Notify(WebhookEvent.RecordingEnded),
        };
    }

    /// <summary>The recording when its media has been looked at and its metadata written. Webhooks are told that it has ended.</summary>
    public Recording Describe(MediaFacts media)
    {
        var described = this with { Media = media, Size = media.Size, IsDescribed = true };
        return NeedsDescription ? described.Notify(WebhookEvent.RecordingEnded) : described;
    }

    /// <summary>LiveKit does not know the recording any more, so that nothing more will come of it.</summary>
    public Recording Abandon(DateTimeOffset now) =>
        Advance(
            new EgressReport(Id, RecordingStatus.Failed)
            {
                EndedAt = now,
                Error = "LiveKit does not know the recording any more",
            }
        );

    private Recording Notify(WebhookEvent happened) =>
        this with
        {
            Notifications = Notifications.With(happened),
        };
}
