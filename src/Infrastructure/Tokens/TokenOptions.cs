using System.Text;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>How tokens are signed and how long they are good.</summary>
public sealed class TokenOptions
{
    /// <summary>Bytes at the least, as HMAC-SHA256 wants them (RFC 7518 §3.2).</summary>
    public const int MinKeyLength = 32;

    public const string Section = "Tokens";

    private static readonly Setting MeetKeySetting = new($"{Section}:MeetKey", "MEET_JWT_KEY");
    private static readonly Setting AccessSetting = new(
        $"{Section}:AccessLifetime",
        "MEET_ACCESS_TOKEN_EXPIRATION"
    );
    private static readonly Setting RefreshSetting = new(
        $"{Section}:RefreshLifetime",
        "MEET_REFRESH_TOKEN_EXPIRATION"
    );
    private static readonly Setting ParticipantSetting = new(
        $"{Section}:ParticipantLifetime",
        "MEET_PARTICIPANT_TOKEN_EXPIRATION"
    );

    /// <summary>Signs access and refresh tokens; <see langword="null"/> to use the one in the data directory.</summary>
    public byte[]? MeetKey { get; private init; }

    public TimeSpan AccessLifetime { get; private init; }

    public TimeSpan RefreshLifetime { get; private init; }

    public TimeSpan ParticipantLifetime { get; private init; }

    /// <param name="liveKit">Whose secret must not be Meet's own key too: tokens of all kinds would share it.</param>
    public static TokenOptions Read(SettingsReader settings, LiveKitOptions liveKit)
    {
        var text = settings.Secret(MeetKeySetting);
        var key = text is null ? null : Encoding.UTF8.GetBytes(text);
        if (key?.Length < MinKeyLength)
            settings.Fault(MeetKeySetting, $"must have at least {MinKeyLength} bytes");

        if (text is not null && text == liveKit.ApiSecret)
            settings.Fault(MeetKeySetting, "must not be the same as LiveKit's API secret");

        var year = TimeSpan.FromDays(365);
        return new TokenOptions
        {
            MeetKey = key,
            AccessLifetime = settings.Duration(AccessSetting, TimeSpan.FromHours(2), year),
            RefreshLifetime = settings.Duration(RefreshSetting, TimeSpan.FromDays(1), year),
            ParticipantLifetime = settings.Duration(
                ParticipantSetting,
                TimeSpan.FromHours(6),
                year
            ),
        };
    }
}
