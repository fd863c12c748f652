using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence.Queue;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class RoomRepository(
    MeetDbContext database,
    WebhookItems webhooks,
    WebhookOutbox outbox,
    QueueSignal<WebhookMessage> signal,
    RecordingAccessReader recordingAccess,
    TimeProvider clock
) : IRoomRepository
{
    /// <summary><see cref="RoomExcerpt.Of"/>, as an expression of which parts can be left out.</summary>
    private static readonly Expression<Func<Room, RoomExcerpt>> WholeExcerpt =
        room => new RoomExcerpt
        {
            Name = room.Name,
            CreatedAt = room.CreatedAt,
            Prefix = room.Prefix,
            ExpiresAt = room.ExpiresAt,
            MaxParticipants = room.MaxParticipants,
            Preferences = room.Preferences,
            ModeratorSecret = room.ModeratorSecret,
            PublisherSecret = room.PublisherSecret,
        };

    private IQueryable<Room> Existing
    {
        get
        {
            var now = clock.GetUtcNow();
            return database.Rooms.Where(room => room.ExpiresAt > now);
        }
    }

    public Task<Room?> FindAsync(RoomName name, CancellationToken ct) =>
        Existing.FirstOrDefaultAsync(room => room.Name == name, ct);

    public async Task<IReadOnlyList<Room>> ListAsync(
        RoomPosition? after,
        int maxItems,
        CancellationToken ct
    ) => await Sorted(Existing, after).Take(maxItems).ToListAsync(ct);

    public IAsyncEnumerable<RoomExcerpt> ReadAllAsync(
        RoomPosition? after,
        RoomParts parts,
        CancellationToken ct
    )
    {
        var existing = Existing;
        var excerpt = ExcerptWith(parts);
        return InParts.ReadAsync<RoomExcerpt>(
            last => Sorted(existing, last?.Position ?? after).Select(excerpt),
            ct
        );
    }

    public async Task AddAsync(Room room, CancellationToken ct)
    {
        try
        {
            database.Rooms.Add(room);
            await database.SaveChangesAsync(ct);
        }
        finally
        {
            // A room that could not be saved must not be saved with the next one.
            database.ChangeTracker.Clear();
        }
    }

    public async Task<bool> TryAddAsync(Room room, CancellationToken ct)
    {
        await using var transaction = await BeginWritingAsync(room.Name, ct);
        if (await IsKeptAsync(room.Name, ct))
            return false;

        await AddAsync(room, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<Room?> UpdateAsync(
        RoomName name,
        Func<Room, Room> change,
        CancellationToken ct
    )
    {
        await using var transaction = await BeginWritingAsync(name, ct);
        if (await Existing.FirstOrDefaultAsync(kept => kept.Name == name, ct) is not { } room)
            return null;

        var updated = change(room);
        database.Update(updated);
        await database.SaveChangesAsync(ct);
        database.ChangeTracker.Clear();
        await transaction.CommitAsync(ct);
        recordingAccess.Forget(name);
        return updated;
    }

    public Task<bool> IsKeptAsync(RoomName name, CancellationToken ct) =>
        database.Rooms.AnyAsync(room => room.Name == name, ct);

    public async Task<bool> ExpireAsync(RoomName name, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var existing = database.Rooms.Where(room => room.Name == name && room.ExpiresAt > now);
        var expired = await database.ChangeAsync(
            () =>
                existing.ExecuteUpdateAsync(
                    set => set.SetProperty(room => room.ExpiresAt, now),
                    ct
                ),
            ct
        );
        recordingAccess.Forget(name);
        return expired == 1;
    }

    public async Task<IReadOnlyList<RoomName>> ListExpiredAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await database
            .Rooms.Where(room => room.ExpiresAt <= now)
            .Select(room => room.Name)
            .ToListAsync(ct);
    }

    public async Task RemoveAsync(
        RoomName name,
        Func<Room, Room> addNotifications,
        CancellationToken ct
    )
    {
        await using var transaction = await BeginWritingAsync(name, ct);
        var kept = await database.Rooms.FirstOrDefaultAsync(room => room.Name == name, ct);
        await database.ParticipantNameHolds.Where(hold => hold.Room == name).ExecuteDeleteAsync(ct);
        await database.ParticipantBans.Where(ban => ban.Room == name).ExecuteDeleteAsync(ct);
        await database
            .RecordingReservations.Where(reservation => reservation.Room == name)
            .ExecuteDeleteAsync(ct);
        if (kept is null)
        {
            await transaction.CommitAsync(ct);
            return;
        }

        var items = await webhooks.OfAsync(addNotifications(kept), ct);
        await database.Rooms.Where(room => room.Name == name).ExecuteDeleteAsync(ct);
        await RememberRemovalAsync(name, ct);
        database.AddRange(items);
        await database.SaveChangesAsync(ct);
        database.ChangeTracker.Clear();
        await transaction.CommitAsync(ct);
        recordingAccess.Forget(name);
        if (items.Count > 0)
            signal.Send();
    }

    public async Task SaveNotificationsAsync(Room room, CancellationToken ct)
    {
        foreach (var item in await webhooks.OfAsync(room, ct))
            await outbox.TryAddAsync(item, ct);
    }

    public async Task<IReadOnlyDictionary<RoomName, RoomExistence>> GetExistenceAsync(
        IReadOnlyCollection<RoomName> names,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var asked = names.ToArray();
        var expiries = await database
            .Rooms.Where(room => EF.Parameter(asked).Contains(room.Name))
            .Select(room => new { room.Name, room.ExpiresAt })
            .ToDictionaryAsync(room => room.Name, room => room.ExpiresAt, ct);
        var removed = await database
            .RemovedRooms.Where(room => EF.Parameter(asked).Contains(room.Name))
            .Select(room => room.Name)
            .ToHashSetAsync(ct);

        return asked.ToDictionary(
            name => name,
            name =>
                expiries.TryGetValue(name, out var expiresAt) && expiresAt > now
                    ? RoomExistence.Exists
                : expiries.ContainsKey(name) || removed.Contains(name) ? RoomExistence.Ended
                : RoomExistence.Unknown
        );
    }

    public Task ForgetRemovedAsync(DateTimeOffset removedBefore, CancellationToken ct) =>
        database.RemovedRooms.Where(room => room.RemovedAt < removedBefore).ExecuteDeleteAsync(ct);

    /// <summary>
    /// The condition on the time is there for the first page too, so that SQLite reads the index of this order. Otherwise it takes that of
    /// the expiry, and sorts all rooms.
    /// </summary>
    private static IQueryable<Room> Sorted(IQueryable<Room> rooms, RoomPosition? after)
    {
        var latest = after?.CreatedAt ?? DateTimeOffset.MaxValue;
        rooms = rooms.Where(room => room.CreatedAt <= latest);
        if (after is not null)
        {
            rooms = rooms.Where(room =>
                room.CreatedAt < latest
                || string.Compare((string)(object)room.Name, after.Name.Value) > 0
            );
        }

        return rooms.OrderByDescending(room => room.CreatedAt).ThenBy(room => room.Name);
    }

    /// <summary>A projection that reads only the columns of these parts, and those of the position.</summary>
    private static Expression<Func<Room, RoomExcerpt>> ExcerptWith(RoomParts parts)
    {
        var whole = (MemberInitExpression)WholeExcerpt.Body;
        var read = whole.Bindings.Where(binding =>
            !Enum.TryParse<RoomParts>(binding.Member.Name, out var part) || parts.HasFlag(part)
        );
        return WholeExcerpt.Update(
            whole.Update(whole.NewExpression, read),
            WholeExcerpt.Parameters
        );
    }

    private Task<IDbContextTransaction> BeginWritingAsync(RoomName name, CancellationToken ct) =>
        database.BeginWritingAsync($"room {name}", ct);

    private async Task RememberRemovalAsync(RoomName name, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "RemovedRooms" ("Name", "RemovedAt")
            VALUES ({name.Value}, {now})
            ON CONFLICT ("Name") DO UPDATE SET "RemovedAt" = excluded."RemovedAt"
            """,
            ct
        );
    }
}
