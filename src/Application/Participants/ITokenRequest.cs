using OpenViduMeet.Application.Pipeline;

namespace OpenViduMeet.Application.Participants;

/// <summary>What asking for a token and refreshing it have in common: the specification's <c>TokenOptions</c>, and who asks.</summary>
public interface ITokenRequest : IGuess, IAudited
{
    string? IGuess.Target => RoomSecretGuess.TargetOf(RoomName);

    string? RoomName { get; }

    string? ParticipantName { get; }

    /// <summary>From the room's URL.</summary>
    string? Secret { get; }
}
