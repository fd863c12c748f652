using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>The tokens with which participants join. LiveKit and this server verify them.</summary>
public interface IParticipantTokens
{
    /// <summary>How long a new token is valid.</summary>
    TimeSpan Lifetime { get; }

    /// <summary>
    /// Issues a token, valid from now for the configured lifetime. If the meeting server has closed the room, a participant who joins
    /// with the token opens it again, with the same limits.
    /// </summary>
    ParticipantToken Issue(
        Room room,
        ParticipantName participant,
        ParticipantRole role,
        TokenFamily family
    );

    /// <summary>
    /// Reads a token that may have expired at most <see cref="ParticipantGrant.RefreshWindow"/> ago. The caller decides what an
    /// expired token is accepted for.
    /// </summary>
    /// <returns>
    /// What the token says, or <see langword="null"/> if this server did not issue it, or if it expired too long ago. LiveKit signs
    /// its own tokens with the same secret; these are not participant tokens.
    /// </returns>
    Task<ParticipantGrant?> ReadAsync(string token);
}

/// <param name="Value">The signed token. Must not be logged.</param>
/// <param name="Lifetime">How long the token is valid.</param>
public sealed record ParticipantToken(string Value, TimeSpan Lifetime);
