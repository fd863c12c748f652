using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Meetings;

/// <summary>
/// Remembers, from pass to pass of the reconciler, the open rooms with our mark that the database does not know, so that each is told
/// of once.
/// </summary>
internal sealed class UnknownRooms
{
    private Dictionary<RoomName, bool> _toldOf = [];

    /// <param name="open">All of them that are open now.</param>
    /// <returns>
    /// Those to be told of now: at their second pass, since a room that is just being created is not known for a moment.
    /// </returns>
    public IReadOnlyList<RoomName> Note(IReadOnlyCollection<RoomName> open)
    {
        var due = open.Where(room => _toldOf.TryGetValue(room, out var isTold) && !isTold).ToList();
        _toldOf = open.ToDictionary(room => room, _toldOf.ContainsKey);
        return due;
    }
}
