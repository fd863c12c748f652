using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>The limits of wrong guesses of passwords and secrets.</summary>
public sealed class GuessLimitOptions : IMeetOptions
{
    public static string Section => "Server";

    /// <summary>
    /// How many wrong passwords for one account, or wrong secrets for one room, a client address may try in a minute. The limit for all
    /// accounts and rooms together is ten times as high.
    /// </summary>
    public int FailuresPerMinute { get; init; } = 20;
}
