using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>What asking for a token and refreshing it have in common: the specification's <c>TokenOptions</c>, and who asks.</summary>
public interface ITokenRequest : IGuess, IAudited
{
    string? IGuess.Target => RoomSecretGuess.TargetOf(Room);

    /// <summary><see langword="null"/> for a text that no room can be named by.</summary>
    RoomName? Room { get; }

    ParticipantName Participant { get; }

    /// <summary>From the room's URL.</summary>
    RoomSecret Secret { get; }
}
