using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Which LiveKit is used, and the key pair that it shares with us.</summary>
public sealed class LiveKitOptions
{
    public const string Section = "LiveKit";

    private const int MinSecretLength = 32;
    private const string DevelopmentKey = "devkey";
    private const string DevelopmentSecret = "secret";

    private static readonly Setting UrlSetting = new($"{Section}:Url", "LIVEKIT_URL");
    private static readonly Setting ApiKeySetting = new($"{Section}:ApiKey", "LIVEKIT_API_KEY");
    private static readonly Setting ApiSecretSetting = new(
        $"{Section}:ApiSecret",
        "LIVEKIT_API_SECRET"
    );

    /// <summary>The URL for browsers; empty with the embedded stand-in, to which nobody connects.</summary>
    public string BrowserUrl { get; private init; } = "";

    /// <summary>Names the key pair: the issuer of participant tokens.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Signs participant tokens.</summary>
    public required string ApiSecret { get; init; }

    public static LiveKitOptions Read(SettingsReader settings)
    {
        if (settings.Text(UrlSetting) is not null)
            settings.Fault(
                UrlSetting,
                "must not be set: only the embedded stand-in is supported yet"
            );

        var key = settings.Text(ApiKeySetting);
        var secret = settings.Text(ApiSecretSetting);
        if (settings.IsDevelopment)
        {
            key ??= DevelopmentKey;
            secret ??= DevelopmentSecret;
        }
        else
        {
            if (key is null or DevelopmentKey)
                settings.Fault(
                    ApiKeySetting,
                    "must be set in Production, and not to the development key"
                );
            if (secret is null or { Length: < MinSecretLength })
                settings.Fault(
                    ApiSecretSetting,
                    $"must be set in Production, to at least {MinSecretLength} characters"
                );
        }

        return new LiveKitOptions { ApiKey = key ?? "", ApiSecret = secret ?? "" };
    }
}
