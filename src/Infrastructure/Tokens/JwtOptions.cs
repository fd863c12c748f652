using System.Text;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>How tokens are signed and how long they are valid.</summary>
public sealed class JwtOptions : IMeetOptions
{
    /// <summary>The minimum in bytes for HMAC-SHA256 (RFC 7518 §3.2).</summary>
    public const int MinKeyLength = 32;

    public static string Section => "Tokens";

    /// <summary>Signs access and refresh tokens; <see langword="null"/> to use the key in the data directory.</summary>
    public string? MeetKey { get; init; }

    public TimeSpan AccessLifetime { get; init; } = TimeSpan.FromHours(2);

    public TimeSpan RefreshLifetime { get; init; } = TimeSpan.FromDays(1);

    public TimeSpan ParticipantLifetime { get; init; } = TimeSpan.FromHours(6);

    public byte[]? MeetKeyBytes => MeetKey is null ? null : Encoding.UTF8.GetBytes(MeetKey);

    public void Validate(OptionsFaults faults)
    {
        if (MeetKeyBytes?.Length < MinKeyLength)
            faults.Add(nameof(MeetKey), $"must have at least {MinKeyLength} bytes");
        // Otherwise, tokens of all kinds would share one key.
        if (MeetKey is not null && MeetKey == faults.ValueOf("LiveKit:ApiSecret"))
            faults.Add(nameof(MeetKey), "must not be the same as LiveKit's API secret");
    }
}
