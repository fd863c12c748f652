using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>
/// The server in which people meet: it alone knows who is present. Each call answers within 5 s, with
/// <see cref="ErrorKind.Unavailable"/> if the server cannot be reached.
/// </summary>
public interface IMeetingServer
{
    /// <summary>One line for people: which server this is and whether media flows through it.</summary>
    string Description { get; }

    /// <summary>Whether somebody of this name is in the room. A room that is not live has nobody in it.</summary>
    Task<Result<bool>> IsPresentAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    );

    /// <summary>Disconnects a participant, in one call that also tells whether they were there.</summary>
    /// <returns>
    /// <see cref="ParticipantErrors.NotFound"/> if nobody of this name is in the room, or if it is a recorder or agent
    /// of the meeting server's own.
    /// </returns>
    Task<Result> DisconnectAsync(RoomName room, ParticipantName participant, CancellationToken ct);
}
