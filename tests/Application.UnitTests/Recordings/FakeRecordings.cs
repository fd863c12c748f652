using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Recordings;

/// <summary>Recordings in memory that a test can change concurrently.</summary>
internal sealed class FakeRecordings : IRecordingRepository
{
    private readonly Dictionary<RecordingId, Recording> _stored = [];

    /// <summary>A concurrent change, made once, right before a write.</summary>
    public Action<FakeRecordings>? Interruption { get; set; }

    /// <summary>How often a recording was replaced.</summary>
    public int Replacements { get; private set; }

    /// <summary>The events for webhooks, in order.</summary>
    public List<WebhookEvent> Told { get; } = [];

    public bool IsEmpty => _stored.Count == 0;

    public Recording? this[RecordingId id] => _stored.GetValueOrDefault(id);

    public void Put(Recording recording) => _stored[recording.Id] = recording;

    public void Remove(RecordingId id) => _stored.Remove(id);

    public Task<Recording?> FindAsync(RecordingId id, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(this[id]);
    }

    public Task<bool> IsActiveAsync(RoomName room, CancellationToken ct) =>
        Task.FromResult(
            _stored.Values.Any(recording =>
                recording.Id.Room == room && recording.Status == RecordingStatus.Active
            )
        );

    public Task<IReadOnlyList<Recording>> ListUnsettledAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Recording>>(
            _stored.Values.Where(recording => !recording.IsSettled).ToList()
        );

    public Task<bool> TryAddAsync(Recording recording, CancellationToken ct)
    {
        BeforeWriting(ct);
        var isNew = _stored.TryAdd(recording.Id, recording);
        if (isNew)
            Tell(recording, WebhookNotifications.None);
        return Task.FromResult(isNew);
    }

    public Task<bool> TryReplaceAsync(Recording known, Recording changed, CancellationToken ct)
    {
        BeforeWriting(ct);
        var isCurrent =
            this[known.Id] is { } current
            && current.Status == known.Status
            && current.SignalledStatus == known.SignalledStatus
            && current.IsDescribed == known.IsDescribed;
        if (isCurrent)
        {
            Replacements++;
            Put(changed);
            Tell(changed, known.Notifications);
        }

        return Task.FromResult(isCurrent);
    }

    public Task RemoveAsync(RecordingId id, CancellationToken ct)
    {
        Remove(id);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Recording>> ListAsync(
        RoomName? room,
        RecordingPosition? after,
        int maxItems,
        CancellationToken ct
    ) => throw new NotSupportedException();

    private void Tell(Recording saved, WebhookNotifications earlier) =>
        Told.AddRange(saved.Notifications.Since(earlier).Select(told => told.Event));

    private void BeforeWriting(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var interruption = Interruption;
        Interruption = null;
        interruption?.Invoke(this);
    }
}
