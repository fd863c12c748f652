using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>The tokens with which participants join: LiveKit verifies them, and so do we.</summary>
public interface IParticipantTokens
{
    /// <summary>How long a new token is good.</summary>
    TimeSpan Lifetime { get; }

    /// <summary>
    /// A new token, good from now on for the configured lifetime. Whoever joins with it opens the room again, with the same
    /// limits, if the meeting server has closed it.
    /// </summary>
    ParticipantToken Issue(Room room, ParticipantName participant, ParticipantRole role);

    /// <summary>
    /// Reads a token that may have expired, by no more than <see cref="ParticipantGrant.RefreshWindow"/>: the caller decides what
    /// an expired one is still good for.
    /// </summary>
    /// <returns>
    /// What the token says, or <see langword="null"/> if it is not a participant token of our making, or proves nothing any more.
    /// LiveKit signs tokens with the same secret, and they are not of our making.
    /// </returns>
    Task<ParticipantGrant?> ReadAsync(string token);
}

/// <param name="Value">The signed token. Never to be logged.</param>
/// <param name="Lifetime">How long it is good.</param>
public sealed record ParticipantToken(string Value, TimeSpan Lifetime);
