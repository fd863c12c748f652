using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>The rooms, with or without participants in them. An expired room does not exist any more.</summary>
public interface IRoomRepository
{
    /// <returns>The room, or <see langword="null"/> if no room has that name or it has expired.</returns>
    Task<Room?> FindAsync(RoomName name, CancellationToken ct);

    /// <summary>Lists rooms, newest first. Rooms created in the same millisecond are in order of their names.</summary>
    /// <param name="after">The last position of the previous page, or <see langword="null"/> to begin with the newest.</param>
    Task<IReadOnlyList<Room>> ListAsync(RoomPosition? after, int maxItems, CancellationToken ct);

    /// <summary>
    /// Reads all rooms in the order of <see cref="ListAsync"/>, each once, some at a time: the later ones are as they are when the caller has
    /// taken those before.
    /// </summary>
    /// <param name="after">The last position of the previous page, or <see langword="null"/> to begin with the newest.</param>
    IAsyncEnumerable<RoomExcerpt> ReadAllAsync(
        RoomPosition? after,
        RoomParts parts,
        CancellationToken ct
    );

    Task AddAsync(Room room, CancellationToken ct);

    /// <summary>Adds a room whose name another caller may take at the same moment.</summary>
    /// <returns><see langword="false"/> if a room of that name is stored, expired or not.</returns>
    Task<bool> TryAddAsync(Room room, CancellationToken ct);

    /// <summary>Changes a room. Two changes at once are made one after the other.</summary>
    /// <returns>The changed room, or <see langword="null"/> if no room has that name or it has expired.</returns>
    Task<Room?> UpdateAsync(RoomName name, Func<Room, Room> change, CancellationToken ct);

    /// <summary>Whether a room of that name is stored, expired or not. If so, the name is taken.</summary>
    Task<bool> IsKeptAsync(RoomName name, CancellationToken ct);

    /// <summary>Expires a room now. From then on the room does not exist any more.</summary>
    /// <returns>Whether the room existed.</returns>
    Task<bool> ExpireAsync(RoomName name, CancellationToken ct);

    /// <summary>Lists the names of expired rooms that have not been removed yet.</summary>
    Task<IReadOnlyList<RoomName>> ListExpiredAsync(CancellationToken ct);

    /// <summary>
    /// Removes a room, its held names, its bans and its reservation for a recording, but not its recordings. The removal is remembered: see
    /// <see cref="HasEndedAsync"/>.
    /// </summary>
    /// <param name="addNotifications">
    /// Adds the webhooks of the removal to the room; they are saved in the same transaction. If several calls remove the room at once,
    /// one of them saves the webhooks.
    /// </param>
    Task RemoveAsync(RoomName name, Func<Room, Room> addNotifications, CancellationToken ct);

    /// <summary>
    /// Saves the <see cref="Room.Notifications"/> of a room and nothing else. Notifications with the same cause are saved once.
    /// </summary>
    Task SaveNotificationsAsync(Room room, CancellationToken ct);

    /// <summary>Tells for each name whether its room exists. The names must be distinct.</summary>
    Task<IReadOnlyDictionary<RoomName, RoomExistence>> GetExistenceAsync(
        IReadOnlyCollection<RoomName> names,
        CancellationToken ct
    );

    /// <inheritdoc cref="RoomExistence.Ended"/>
    async Task<bool> HasEndedAsync(RoomName name, CancellationToken ct) =>
        (await GetExistenceAsync([name], ct))[name] == RoomExistence.Ended;

    /// <summary>Forgets the rooms that were removed before an instant.</summary>
    Task ForgetRemovedAsync(DateTimeOffset removedBefore, CancellationToken ct);
}

/// <summary>A room's place in the list of rooms.</summary>
public sealed record RoomPosition(DateTimeOffset CreatedAt, RoomName Name)
    : IParsableValue<RoomPosition>
{
    public static string Rule => PageToken.Rule;

    public string Text => PageToken.Write(CreatedAt, Name.Value);

    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomPosition? value)
    {
        value =
            PageToken.TryRead(text, out var instant, out var name)
            && RoomName.TryParse(name, out var key)
                ? new RoomPosition(instant, key)
                : null;
        return value is not null;
    }

    public static RoomPosition Of(Room room) => new(room.CreatedAt, room.Name);
}

/// <summary>What the database knows about a room's name.</summary>
public enum RoomExistence
{
    /// <summary>No room of that name exists, and no removal of one is remembered.</summary>
    Unknown,

    Exists,

    /// <summary>The room has expired or was removed, and no other room of its name exists.</summary>
    Ended,
}
