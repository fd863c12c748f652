using System.Buffers;
using System.Text;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.LiveKit;

/// <summary>The LiveKit server, and the key pair that it shares with this server.</summary>
public sealed class LiveKitOptions : IMeetOptions
{
    private const int MinSecretLength = 32;
    private const int MaxNameIdLength = 32;

    /// <summary>
    /// The key and the URL are part of participant tokens, which must fit into a cookie of 4,096 bytes with the longest names of rooms
    /// and participants.
    /// </summary>
    private const int MaxKeyBytes = 128;

    /// <inheritdoc cref="MaxKeyBytes"/>
    private const int MaxUrlBytes = 256;

    private const string UrlRule =
        "must be an absolute URL that begins with ws://, wss://, http:// or https://, without a query, fragment or user name";

    private static readonly SearchValues<char> NameIdCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    private readonly string? _egressDirectory;

    public static string Section => "LiveKit";

    /// <summary>The URL for browsers, or <see langword="null"/> to use the embedded stand-in, which has no URL.</summary>
    public string? Url { get; init; }

    /// <summary>The URL for this server, or <see langword="null"/> to use <see cref="Url"/>.</summary>
    public string? PrivateUrl { get; init; }

    /// <summary>The name of the key pair, which is the issuer of participant tokens.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>Signs participant tokens.</summary>
    public string ApiSecret { get; init; } = "";

    /// <summary>
    /// The path of the recordings' folder on the egress' machine, or <see langword="null"/> if it is the same as on this server.
    /// </summary>
    public string? EgressDirectory
    {
        get => _egressDirectory;
        init => _egressDirectory = value?.TrimEnd('/');
    }

    /// <summary>Whether the egress has its own configuration of the bucket, so that it does not get the keys from this server.</summary>
    public bool EgressHasOwnStorage { get; init; }

    /// <summary>
    /// The id that marks this installation's rooms in LiveKit, or <see langword="null"/> to use the id in the database. It must be short,
    /// because it is part of every participant token and so of a cookie.
    /// </summary>
    public string? NameId { get; init; }

    /// <summary>The URL for this server, as http or https; <see langword="null"/> with the embedded stand-in.</summary>
    public Uri? ServerUrl => ToHttp(PrivateUrl ?? Url);

    /// <summary>The URL for browsers, as http or https; <see langword="null"/> with the embedded stand-in.</summary>
    internal Uri? BrowserUrl => ToHttp(Url);

    public void Validate(OptionsFaults faults)
    {
        if (Url is not null && ToHttp(Url) is null)
            faults.Add(nameof(Url), UrlRule);
        if (PrivateUrl is not null && ToHttp(PrivateUrl) is null)
            faults.Add(nameof(PrivateUrl), UrlRule);
        if (PrivateUrl is not null && Url is null)
            faults.Add(
                nameof(PrivateUrl),
                $"needs {faults.NameOf(nameof(Url))} too: the URL for browsers"
            );
        if (!FitsIntoTokens(Url, MaxUrlBytes))
            faults.Add(
                nameof(Url),
                $"must have at most {MaxUrlBytes} bytes, and no quotation marks, backslashes or control characters"
            );
        if (NameId?.Length > MaxNameIdLength || NameId.AsSpan().ContainsAnyExcept(NameIdCharacters))
            faults.Add(
                nameof(NameId),
                $"must be letters, digits, '-', '_' and '.', at most {MaxNameIdLength} of them"
            );
        ValidateKeyPair(faults);
    }

    private void ValidateKeyPair(OptionsFaults faults)
    {
        if (!FitsIntoTokens(ApiKey, MaxKeyBytes))
            faults.Add(
                nameof(ApiKey),
                $"must have at most {MaxKeyBytes} bytes, and no quotation marks, backslashes or control characters"
            );

        if (faults.IsDevelopment)
            return;

        if (ApiKey is "" or KnownSettings.LiveKitDevelopmentKey)
            faults.Add(nameof(ApiKey), "must be set in Production, and not to the development key");
        var isShort = ApiSecret.Length < MinSecretLength && ServerUrl is not { IsLoopback: true };
        if (ApiSecret is "" or KnownSettings.LiveKitDevelopmentSecret || isShort)
            faults.Add(
                nameof(ApiSecret),
                $"must be set in Production, to at least {MinSecretLength} characters"
            );
    }

    private static bool FitsIntoTokens(string? text, int maxBytes) =>
        text is null
        || (
            Encoding.UTF8.GetByteCount(text) <= maxBytes
            && !text.Any(character => character is '"' or '\\' || char.IsControl(character))
        );

    /// <summary>Browsers use WebSocket and this server uses HTTP at the same address, so a setting may have either scheme.</summary>
    private static Uri? ToHttp(string? text)
    {
        if (text is null)
            return null;

        var http = text.StartsWith("ws", StringComparison.OrdinalIgnoreCase)
            ? string.Concat("http", text.AsSpan(2))
            : text;
        return
            Uri.TryCreate(http.TrimEnd('/') + "/", UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { Port: > 0, UserInfo: "" }
            && Uri.CheckHostName(url.IdnHost) != UriHostNameType.Unknown
            // LiveKit's clients and this server append to the path, which a query or fragment would break.
            && !text.AsSpan().ContainsAny("?#@\\")
            ? url
            : null;
    }
}
