using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Persistence.Queue;
using OpenViduMeet.Infrastructure.Persistence.Telemetry;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class RecordingRepository(
    MeetDbContext database,
    WebhookItems webhooks,
    QueueSignal<WebhookMessage> signal,
    RecordingMetrics metrics
) : IRecordingRepository
{
    public Task<Recording?> FindAsync(RecordingId id, CancellationToken ct) =>
        database.Recordings.FirstOrDefaultAsync(recording => recording.Id == id, ct);

    public async Task<IReadOnlyList<Recording>> ListAsync(
        RoomName? room,
        RecordingPosition? after,
        int maxItems,
        CancellationToken ct
    )
    {
        // A deleted recording remains in the database until its media is removed.
        var recordings = database.Recordings.Where(recording =>
            recording.Status != RecordingStatus.Deleted
        );
        if (room is not null)
            recordings = OfRoom(recordings, room);
        if (after is not null)
        {
            // The first condition is for the index: without it, all recordings are read, or sorted.
            recordings = recordings.Where(recording =>
                recording.StartedAt <= after.StartedAt
                && (
                    recording.StartedAt < after.StartedAt
                    || string.Compare((string)(object)recording.Id, after.Id.ToString()) > 0
                )
            );
        }

        return await recordings
            .OrderByDescending(recording => recording.StartedAt)
            .ThenBy(recording => recording.Id)
            .Take(maxItems)
            .ToListAsync(ct);
    }

    public Task<bool> IsActiveAsync(RoomName room, CancellationToken ct) =>
        OfRoom(database.Recordings, room)
            .AnyAsync(recording => recording.Status == RecordingStatus.Active, ct);

    public async Task<IReadOnlyList<Recording>> ListUnsettledAsync(CancellationToken ct) =>
        await database
            .Recordings.Where(recording =>
                !EF.Property<bool>(recording, RecordingEntityConfiguration.Settled)
            )
            .ToListAsync(ct);

    public async Task<bool> TryAddAsync(Recording recording, CancellationToken ct)
    {
        try
        {
            await SaveAsync(recording, EntityState.Added, known: null, ct);
            return true;
        }
        catch (DbUpdateException)
        {
            if (await FindAsync(recording.Id, ct) is not null)
                return false;
            throw;
        }
    }

    public async Task<bool> TryReplaceAsync(
        Recording known,
        Recording changed,
        CancellationToken ct
    )
    {
        try
        {
            await SaveAsync(changed, EntityState.Modified, known, ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    public Task RemoveAsync(RecordingId id, CancellationToken ct) =>
        database.Recordings.Where(recording => recording.Id == id).ExecuteDeleteAsync(ct);

    /// <summary>Saves the recording and its webhooks in one transaction.</summary>
    private async Task SaveAsync(
        Recording recording,
        EntityState state,
        Recording? known,
        CancellationToken ct
    )
    {
        var items = await webhooks.OfAsync(recording, known, ct);
        try
        {
            var entry = database.Entry(recording);
            entry.State = state;
            entry.Property(RecordingEntityConfiguration.Room).CurrentValue = recording.Id.Room;
            entry.Property(RecordingEntityConfiguration.Settled).CurrentValue = recording.IsSettled;
            if (known is not null)
            {
                entry.OriginalValues[nameof(Recording.Status)] = known.Status;
                entry.OriginalValues[nameof(Recording.SignalledStatus)] = known.SignalledStatus;
                entry.OriginalValues[nameof(Recording.IsDescribed)] = known.IsDescribed;
            }

            database.AddRange(items);
            await database.SaveChangesAsync(ct);
        }
        finally
        {
            database.ChangeTracker.Clear();
        }

        metrics.Saved(known, recording);
        if (items.Count > 0)
            signal.Send();
    }

    private static IQueryable<Recording> OfRoom(IQueryable<Recording> recordings, RoomName room) =>
        recordings.Where(recording =>
            EF.Property<RoomName>(recording, RecordingEntityConfiguration.Room) == room
        );
}
