using System.Text;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>How tokens are signed and how long they are valid.</summary>
public sealed class JwtOptions : IMeetOptions
{
    /// <summary>The minimum in bytes for HMAC-SHA256 (RFC 7518 §3.2).</summary>
    public const int MinKeyLength = 32;

    /// <summary>Begins a key that is written as Base64, as the key in the data directory is.</summary>
    private const string Base64 = "base64:";

    public static string Section => "Tokens";

    /// <summary>
    /// Signs access and refresh tokens: a text, or bytes as <c>base64:...</c>; <see langword="null"/> to use the key in the data directory.
    /// </summary>
    public string? MeetKey { get; init; }

    public TimeSpan AccessLifetime { get; init; } = TimeSpan.FromHours(2);

    public TimeSpan RefreshLifetime { get; init; } = TimeSpan.FromDays(1);

    public TimeSpan ParticipantLifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Empty if the Base64 is damaged.</summary>
    public byte[]? MeetKeyBytes =>
        MeetKey is null ? null
        : MeetKey.StartsWith(Base64, StringComparison.Ordinal) ? Decode(MeetKey[Base64.Length..])
        : Encoding.UTF8.GetBytes(MeetKey);

    public void Validate(OptionsFaults faults)
    {
        if (MeetKeyBytes?.Length < MinKeyLength)
            faults.Add(
                nameof(MeetKey),
                $"must have at least {MinKeyLength} bytes{(MeetKey!.StartsWith(Base64, StringComparison.Ordinal) ? ", as Base64 after 'base64:'" : "")}"
            );
        // Otherwise, tokens of all kinds would share one key.
        if (MeetKey is not null && MeetKey == faults.ValueOf("LiveKit:ApiSecret"))
            faults.Add(nameof(MeetKey), "must not be the same as LiveKit's API secret");
    }

    private static byte[] Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }
}
