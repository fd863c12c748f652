using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>
/// The server that hosts the meetings. Only this server knows who is present. Each call returns within 5 s, with
/// <see cref="MeetingErrors.Unavailable"/> if the server cannot be reached.
/// </summary>
public interface IMeetingServer
{
    /// <summary>One line for operators: which server this is and whether it carries media.</summary>
    string Description { get; }

    /// <summary>Whether a participant counts as present from the issue of the token, and not from the join that follows.</summary>
    bool AdmitsOnIssue { get; }

    /// <summary>Asks for an answer, and nothing else.</summary>
    /// <returns><see cref="MeetingErrors.Unavailable"/> without an answer.</returns>
    Task<Result> PingAsync(CancellationToken ct);

    /// <summary>Opens a room. A room that is already open is not changed.</summary>
    Task<Result> OpenRoomAsync(Room room, CancellationToken ct);

    /// <summary>
    /// Closes a room and disconnects its participants. Succeeds if the room is not open. A room of the same name that another
    /// installation or product opened stays open.
    /// </summary>
    Task<Result> CloseRoomAsync(RoomName room, CancellationToken ct);

    /// <summary>
    /// Lists the open rooms that any node of this installation opened, without those of other installations or products on the same
    /// server.
    /// </summary>
    Task<Result<IReadOnlyList<RoomName>>> ListRoomsAsync(CancellationToken ct);

    /// <returns>
    /// <see cref="ParticipantErrors.NotFound"/> if no participant of this name is in the room, or the room is not open.
    /// </returns>
    Task<Result<PresentParticipant>> FindParticipantAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    );

    /// <summary>Lists the participants in a room, without the meeting server's own recorders and agents.</summary>
    Task<Result<IReadOnlyList<PresentParticipant>>> ListParticipantsAsync(
        RoomName room,
        CancellationToken ct
    );

    /// <summary>
    /// Disconnects a participant. One call also tells whether the participant was present. The participant can join again with the same
    /// token at once, unless the meeting server itself keeps those out whose tokens were made before.
    /// </summary>
    /// <returns>
    /// <see cref="ParticipantErrors.NotFound"/> if no participant of this name is in the room, or if the name is that of one of the
    /// meeting server's own recorders or agents.
    /// </returns>
    Task<Result> DisconnectAsync(RoomName room, ParticipantName participant, CancellationToken ct);

    /// <summary>
    /// Disconnects a participant who must not stay. Does nothing if the participant has left, or if the name belongs to another
    /// connection by now.
    /// </summary>
    Task<Result> EvictAsync(RoomName room, PresentParticipant participant, CancellationToken ct);

    /// <summary>Sends a signal to the clients in a room. Succeeds if nobody is in the room.</summary>
    /// <param name="only">The only recipient, or <see langword="null"/> for all participants.</param>
    Task<Result> SendAsync(
        RoomName room,
        RoomSignal signal,
        ParticipantName? only,
        CancellationToken ct
    );
}
