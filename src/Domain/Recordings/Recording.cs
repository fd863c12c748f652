using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The recording of a room. Its media is in the <see cref="IRecordingStore"/>. Its status only moves forward: the final status is
/// LiveKit's, however often and in whatever order LiveKit's reports arrive.
/// </summary>
public sealed record Recording
{
    public required RecordingId Id { get; init; }

    public required RecordingStatus Status { get; init; }

    /// <summary>When the media begins; until LiveKit reports that, when the recording was requested.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The media's size in bytes, once it is complete.</summary>
    public long? Size { get; init; }

    /// <summary>LiveKit's error code.</summary>
    public int? ErrorCode { get; init; }

    public string? Error { get; init; }

    public string? Details { get; init; }

    /// <summary>The store's facts about the media; <see langword="null"/> until the store has been asked.</summary>
    public MediaFacts? Media { get; init; }

    /// <summary>Whether the metadata has been written beside the media.</summary>
    public bool IsDescribed { get; init; }

    /// <summary>The last status that was signalled to the clients in the room; <see langword="null"/> before the first signal.</summary>
    public RecordingStatus? SignalledStatus { get; init; }

    /// <summary>The webhooks to send when the recording is saved. An imported recording sends none.</summary>
    public WebhookNotifications Notifications { get; private init; } = WebhookNotifications.None;

    /// <summary>Whether the media is complete, so that it can be watched.</summary>
    public bool IsPlayable => Status is RecordingStatus.Complete or RecordingStatus.LimitReached;

    /// <summary>Whether the recording has not ended.</summary>
    public bool IsUnderWay => Status.Stage() < RecordingStages.Ended;

    /// <summary>Whether the recording is deleted, so that it no longer exists for callers. Its media may still have to be removed.</summary>
    public bool IsDeleted => Status == RecordingStatus.Deleted;

    /// <summary>
    /// Whether the recording has ended, its last status was signalled, and its metadata is written if it needs any. A deleted recording is
    /// not settled until it is removed.
    /// </summary>
    public bool IsSettled =>
        !IsUnderWay && !IsDeleted && SignalledStatus == Status && !NeedsDescription;

    /// <summary>Whether the metadata must still be written.</summary>
    public bool NeedsDescription => IsPlayable && !IsDescribed;

    /// <summary>Whether the recording can be deleted: not while LiveKit writes it.</summary>
    public Result MayBeDeleted => IsUnderWay ? RecordingErrors.InProgress : Result.Ok;

    /// <summary>Whether the recording can be stopped now.</summary>
    public Result MayBeStopped =>
        Status switch
        {
            RecordingStatus.Starting => RecordingErrors.StillStarting,
            RecordingStatus.Active => Result.Ok,
            _ => RecordingErrors.AlreadyStopped,
        };

    /// <summary>Creates a recording from the first report on it.</summary>
    public static Recording From(EgressReport report, DateTimeOffset now) =>
        new Recording
        {
            Id = report.Id,
            Status = RecordingStatus.Starting,
            StartedAt = report.StartedAt ?? now,
        }.Advance(report);

    /// <summary>
    /// Applies a report. Returns this instance if the report has no later status. Each step adds a webhook. The end of a recording with
    /// complete media adds it in <see cref="Describe"/>, when the size is known.
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

    /// <summary>Applies the facts about the media after the metadata was written. Adds the webhook that the recording has ended.</summary>
    public Recording Describe(MediaFacts media)
    {
        var described = this with { Media = media, Size = media.Size, IsDescribed = true };
        return NeedsDescription ? described.Notify(WebhookEvent.RecordingEnded) : described;
    }

    /// <summary>Fails the recording because LiveKit no longer knows it.</summary>
    public Recording Abandon(DateTimeOffset now) =>
        Advance(
            new EgressReport(Id, RecordingStatus.Failed)
            {
                EndedAt = now,
                Error = "LiveKit does not know the recording any more",
            }
        );

    /// <summary>Deletes the recording for all callers. Its media and the recording itself must be removed afterwards.</summary>
    public Recording Delete() => this with { Status = RecordingStatus.Deleted };

    private Recording Notify(WebhookEvent happened) =>
        this with
        {
            Notifications = Notifications.With(happened),
        };
}
