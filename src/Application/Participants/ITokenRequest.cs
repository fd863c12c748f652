using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>The common part of the requests to generate and to refresh a token: <c>TokenOptions</c> of the specification.</summary>
public interface ITokenRequest : IGuess, IAudited
{
    string? IGuess.Target => RoomSecretGuess.TargetOf(Room);

    AuditSubject IAudited.Subject => new(Room, Participant);

    AuditActorKind IAudited.ActorWithoutCredential => AuditActorKind.Link;

    /// <summary><see langword="null"/> if the text is not a room name.</summary>
    RoomName? Room { get; }

    ParticipantName Participant { get; }

    /// <summary>The secret from the room's URL.</summary>
    RoomSecret Secret { get; }

    /// <summary>The participant token that the browser sent. It is not verified yet.</summary>
    string? HeldToken { get; }

    /// <summary>
    /// The participant token in the browser's cookie, if another one was sent in the header. If it was revoked, it marks the browser.
    /// </summary>
    string? OtherToken { get; }
}
