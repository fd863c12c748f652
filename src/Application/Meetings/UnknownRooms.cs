using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Meetings;

/// <summary>
/// Remembers, between the passes of the reconciler, the open rooms with this installation's mark that the database does not know, so that
/// each is logged once.
/// </summary>
internal sealed class UnknownRooms
{
    private Dictionary<RoomName, bool> _toldOf = [];

    /// <param name="open">All such rooms that are open now.</param>
    /// <returns>
    /// The rooms to log now. A room is logged in its second pass, because a room that is being created is unknown for a moment.
    /// </returns>
    public IReadOnlyList<RoomName> Note(IReadOnlyCollection<RoomName> open)
    {
        var due = open.Where(room => _toldOf.TryGetValue(room, out var isTold) && !isTold).ToList();
        _toldOf = open.ToDictionary(room => room, _toldOf.ContainsKey);
        return due;
    }
}
