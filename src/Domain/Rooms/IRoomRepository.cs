using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>The rooms that exist, whether or not anybody is in them. An expired room does not exist.</summary>
public interface IRoomRepository
{
    /// <returns>The room, or <see langword="null"/> if there is none of that name or it has expired.</returns>
    Task<Room?> FindAsync(RoomName name, CancellationToken ct);

    /// <summary>Newest first; rooms created in the same millisecond by name.</summary>
    /// <param name="after">Where the previous page ended, or <see langword="null"/> to begin with the newest.</param>
    /// <param name="maxItems">Rooms at the most, or <see langword="null"/> for all.</param>
    Task<IReadOnlyList<Room>> ListAsync(RoomPosition? after, int? maxItems, CancellationToken ct);

    Task AddAsync(Room room, CancellationToken ct);

    /// <summary>Adds a room whose name somebody else may take at the same moment.</summary>
    /// <returns><see langword="false"/> if a room of that name is kept, expired or not.</returns>
    Task<bool> TryAddAsync(Room room, CancellationToken ct);

    /// <summary>Changes what people in a room can use. Two changes at once are made one after the other.</summary>
    /// <returns>The room as it is now, or <see langword="null"/> if there is none of that name or it has expired.</returns>
    Task<Room?> UpdatePreferencesAsync(
        RoomName name,
        Func<RoomPreferences, RoomPreferences> change,
        CancellationToken ct
    );

    /// <summary>Whether a room of that name is kept, expired or not: its name is taken.</summary>
    Task<bool> IsKeptAsync(RoomName name, CancellationToken ct);

    /// <summary>Lets a room expire now: from this call on it does not exist any more.</summary>
    /// <returns>Whether it did exist.</returns>
    Task<bool> ExpireAsync(RoomName name, CancellationToken ct);

    /// <summary>The names of expired rooms that have not been removed yet.</summary>
    Task<IReadOnlyList<RoomName>> ListExpiredAsync(CancellationToken ct);

    /// <summary>
    /// Removes a room and everything that is kept with it: held names, and the reservation for a recording; not its recordings.
    /// That it was removed is remembered: see <see cref="IsOverAsync"/>.
    /// </summary>
    /// <param name="farewell">
    /// The room as it is removed, made of the room as it was: what webhooks are to be told of it is saved. Of several who remove a
    /// room at once, one saves it.
    /// </param>
    Task RemoveAsync(RoomName name, Func<Room, Room> farewell, CancellationToken ct);

    /// <summary>Saves what webhooks are to be told of a room, and nothing else of it. For the same cause it is saved once.</summary>
    Task SaveNotificationsAsync(Room room, CancellationToken ct);

    /// <summary>What is known of each of several names, each of them once.</summary>
    Task<IReadOnlyDictionary<RoomName, RoomExistence>> GetExistenceAsync(
        IReadOnlyCollection<RoomName> names,
        CancellationToken ct
    );

    /// <inheritdoc cref="RoomExistence.Over"/>
    async Task<bool> IsOverAsync(RoomName name, CancellationToken ct) =>
        (await GetExistenceAsync([name], ct))[name] == RoomExistence.Over;

    /// <summary>Forgets the removal of rooms that were removed before an instant.</summary>
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

/// <summary>What the database knows of a room's name.</summary>
public enum RoomExistence
{
    /// <summary>No room of that name exists, and none was removed in the time that removals are remembered.</summary>
    Unknown,

    Exists,

    /// <summary>The room has expired or was removed, and no other of its name exists.</summary>
    Over,
}
