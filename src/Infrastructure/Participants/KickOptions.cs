using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Participants;

/// <summary>What follows when a moderator disconnects a participant.</summary>
public sealed class KickOptions : IMeetOptions
{
    public static string Section => "Kick";

    /// <summary>
    /// How long the participant's name and browser get no new token for the room. Zero bans nobody; the tokens are revoked nevertheless.
    /// </summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(10);
}
