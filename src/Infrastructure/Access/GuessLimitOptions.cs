using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>How often passwords and secrets may be guessed.</summary>
public sealed class GuessLimitOptions : IMeetOptions
{
    public static string Section => "Server";

    /// <summary>
    /// How many wrong passwords of one account, or wrong secrets of one room, a client address may try in a minute. Of all accounts and
    /// rooms together it is ten times as many.
    /// </summary>
    public int FailuresPerMinute { get; init; } = 20;
}
