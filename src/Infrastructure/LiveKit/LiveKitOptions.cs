using System.Buffers;
using System.Text;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.LiveKit;

/// <summary>Which LiveKit is used, and the key pair that it shares with us.</summary>
public sealed class LiveKitOptions
{
    public const string Section = "LiveKit";

    private const int MinSecretLength = 32;
    private const int MaxNameIdLength = 32;

    /// <summary>
    /// Both stand in participant tokens, which must fit into a cookie of 4,096 bytes with the longest names of rooms and people.
    /// </summary>
    private const int MaxKeyBytes = 128;

    /// <inheritdoc cref="MaxKeyBytes"/>
    private const int MaxBrowserUrlBytes = 256;

    private const string DevelopmentKey = "devkey";
    private const string DevelopmentSecret = "secret";

    private static readonly Setting UrlSetting = new($"{Section}:Url", "LIVEKIT_URL");
    private static readonly Setting PrivateUrlSetting = new(
        $"{Section}:PrivateUrl",
        "LIVEKIT_URL_PRIVATE"
    );
    private static readonly Setting ApiKeySetting = new($"{Section}:ApiKey", "LIVEKIT_API_KEY");
    private static readonly Setting ApiSecretSetting = new(
        $"{Section}:ApiSecret",
        "LIVEKIT_API_SECRET"
    );
    private static readonly Setting EgressDirectorySetting = new(
        $"{Section}:EgressDirectory",
        "LIVEKIT_EGRESS_DIR"
    );

    private static readonly Setting EgressStorageSetting = new(
        $"{Section}:EgressHasOwnStorage",
        "LIVEKIT_EGRESS_OWN_STORAGE"
    );

    private static readonly Setting NameIdSetting = new($"{Section}:NameId", "MEET_NAME_ID");

    private static readonly SearchValues<char> NameIdCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    /// <summary>The URL for browsers; empty with the embedded stand-in, to which nobody connects.</summary>
    public string BrowserUrl { get; private init; } = "";

    /// <summary>The URL for this server, http or https; <see langword="null"/> with the embedded stand-in.</summary>
    public Uri? Url { get; private init; }

    /// <summary>Names the key pair: the issuer of participant tokens.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Signs participant tokens.</summary>
    public required string ApiSecret { get; init; }

    /// <summary>
    /// The path by which the egress knows the folder of the recordings, or <see langword="null"/> where it is the same as ours.
    /// </summary>
    public string? EgressDirectory { get; private init; }

    /// <summary>Whether the egress is configured itself to write into our bucket, so that it need not be given our keys.</summary>
    public bool EgressHasOwnStorage { get; private init; }

    /// <summary>
    /// Marks this installation's rooms in LiveKit, or <see langword="null"/> to use the mark that is kept in the database.
    /// </summary>
    public string? NameId { get; private init; }

    public static LiveKitOptions Read(SettingsReader settings)
    {
        var browserUrl = settings.Text(UrlSetting);
        var url = ReadUrl(settings, UrlSetting);
        var privateUrl = ReadUrl(settings, PrivateUrlSetting);
        if (privateUrl is not null && browserUrl is null)
            settings.Fault(PrivateUrlSetting, $"needs {UrlSetting} too: the URL for browsers");

        if (!FitsIntoTokens(browserUrl, MaxBrowserUrlBytes))
            settings.Fault(
                UrlSetting,
                $"must have at most {MaxBrowserUrlBytes} bytes, and no quotation marks, backslashes or control characters"
            );

        var (key, secret) = ReadKeyPair(settings, privateUrl ?? url);
        return new LiveKitOptions
        {
            BrowserUrl = browserUrl ?? "",
            Url = privateUrl ?? url,
            ApiKey = key,
            ApiSecret = secret,
            EgressHasOwnStorage = settings.Flag(EgressStorageSetting, ifUnset: false),
            EgressDirectory = settings.Text(EgressDirectorySetting)?.TrimEnd('/'),
            NameId = ReadNameId(settings),
        };
    }

    /// <summary>It is part of every participant token, and with it of a cookie: it must be short.</summary>
    private static string? ReadNameId(SettingsReader settings)
    {
        var text = settings.Text(NameIdSetting);
        if (
            text is not null
            && (text.Length > MaxNameIdLength || text.AsSpan().ContainsAnyExcept(NameIdCharacters))
        )
            settings.Fault(
                NameIdSetting,
                $"must be letters, digits, '-', '_' and '.', at most {MaxNameIdLength} of them"
            );
        return text;
    }

    private static bool FitsIntoTokens(string? text, int maxBytes) =>
        text is null
        || (
            Encoding.UTF8.GetByteCount(text) <= maxBytes
            && !text.Any(character => character is '"' or '\\' || char.IsControl(character))
        );

    /// <summary>Browsers speak WebSocket to it and we HTTP, at the same place: either may be written.</summary>
    private static Uri? ReadUrl(SettingsReader settings, Setting setting)
    {
        if (settings.Text(setting) is not { } text)
            return null;

        var http = text.StartsWith("ws", StringComparison.OrdinalIgnoreCase)
            ? string.Concat("http", text.AsSpan(2))
            : text;
        if (
            Uri.TryCreate(http.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { Port: > 0, UserInfo: "" }
            && Uri.CheckHostName(url.IdnHost) != UriHostNameType.Unknown
            // LiveKit's clients and we append to the path: behind a query or fragment that would be lost.
            && !text.AsSpan().ContainsAny("?#@\\")
        )
            return url;

        settings.Fault(
            setting,
            "must be an absolute URL that begins with ws://, wss://, http:// or https://, without a query, fragment or user name"
        );
        return null;
    }

    private static (string Key, string Secret) ReadKeyPair(SettingsReader settings, Uri? url)
    {
        var key = settings.Secret(ApiKeySetting);
        var secret = settings.Secret(ApiSecretSetting);
        if (!FitsIntoTokens(key, MaxKeyBytes))
            settings.Fault(
                ApiKeySetting,
                $"must have at most {MaxKeyBytes} bytes, and no quotation marks, backslashes or control characters"
            );

        if (settings.IsDevelopment)
            return (key ?? DevelopmentKey, secret ?? DevelopmentSecret);

        if (key is null or DevelopmentKey)
            settings.Fault(
                ApiKeySetting,
                "must be set in Production, and not to the development key"
            );
        var isShort = secret is { Length: < MinSecretLength } && url is not { IsLoopback: true };
        if (secret is null or DevelopmentSecret || isShort)
            settings.Fault(
                ApiSecretSetting,
                $"must be set in Production, to at least {MinSecretLength} characters"
            );
        return (key ?? "", secret ?? "");
    }
}
