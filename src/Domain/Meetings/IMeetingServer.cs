using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>
/// The server in which people meet: it alone knows who is present. Each call answers within 5 s, with
/// <see cref="MeetingErrors.Unavailable"/> if the server cannot be reached.
/// </summary>
public interface IMeetingServer
{
    /// <summary>One line for people: which server this is and whether media flows through it.</summary>
    string Description { get; }

    /// <summary>Opens a room for people to meet in. One that is open already stays as it is.</summary>
    Task<Result> OpenRoomAsync(Room room, CancellationToken ct);

    /// <summary>
    /// Closes a room and disconnects everybody in it. One that is not open is closed already; one that somebody else opened under
    /// the same name is none of ours, and stays open.
    /// </summary>
    Task<Result> CloseRoomAsync(RoomName room, CancellationToken ct);

    /// <summary>
    /// The open rooms that this installation opened, whichever node it was; no room of another installation or product on the same
    /// server.
    /// </summary>
    Task<Result<IReadOnlyList<RoomName>>> ListRoomsAsync(CancellationToken ct);

    /// <summary>Whether somebody of this name is in the room. A room that is not open has nobody in it.</summary>
    Task<Result<bool>> IsPresentAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    );

    /// <summary>The people in a room, without recorders and agents of the meeting server's own.</summary>
    Task<Result<IReadOnlyList<ParticipantName>>> ListParticipantsAsync(
        RoomName room,
        CancellationToken ct
    );

    /// <summary>Disconnects a participant, in one call that also tells whether they were there.</summary>
    /// <returns>
    /// <see cref="ParticipantErrors.NotFound"/> if nobody of this name is in the room, or if it is a recorder or agent
    /// of the meeting server's own.
    /// </returns>
    Task<Result> DisconnectAsync(RoomName room, ParticipantName participant, CancellationToken ct);

    /// <summary>Tells the clients of those in a room that something has happened. Nobody in it, nobody to tell.</summary>
    /// <param name="only">The one who is told, or <see langword="null"/> for everybody.</param>
    Task<Result> SendAsync(
        RoomName room,
        RoomSignal signal,
        ParticipantName? only,
        CancellationToken ct
    );
}
