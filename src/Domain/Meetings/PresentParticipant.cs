using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>A person in a room, as the meeting server reports.</summary>
/// <param name="ConnectionId">
/// Distinguishes this connection from earlier and later ones under the same name; <see cref="UnknownConnection"/> if the meeting server
/// does not tell it, or the name is that of a recorder or an agent.
/// </param>
/// <param name="Family">
/// The family of the token with which the person joined, as a proof of this server shows; <see langword="null"/> if there is no valid
/// proof: the token is not ours, or the person has changed the proof.
/// </param>
/// <param name="IsFromOperator">
/// Whether the operator of the meeting server brought the person in, by telephone or by an ingress. Such a person has no token of ours.
/// </param>
public sealed record PresentParticipant(
    ParticipantName Name,
    string ConnectionId,
    TokenFamily? Family,
    bool IsFromOperator
)
{
    public const string UnknownConnection = "";

    /// <summary>When the person joined; <see langword="null"/> if the meeting server does not tell it.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>Whether the person may stay in the room.</summary>
    /// <param name="ban">The entry of the person's name, or <see langword="null"/> if there is none.</param>
    public bool MayStay(ParticipantBan? ban, DateTimeOffset now) =>
        Family is null
            ? IsFromOperator && ban?.IsInForce(now) != true
            : ban?.Revokes(Family) != true;
}
