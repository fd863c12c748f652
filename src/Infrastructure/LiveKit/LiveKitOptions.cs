using System.Buffers;
using System.Text;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.LiveKit;

/// <summary>Which LiveKit is used, and the key pair that it shares with us.</summary>
public sealed class LiveKitOptions : IMeetOptions
{
    private const int MinSecretLength = 32;
    private const int MaxNameIdLength = 32;

    /// <summary>
    /// Both stand in participant tokens, which must fit into a cookie of 4,096 bytes with the longest names of rooms and people.
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

    /// <summary>The URL for browsers, or <see langword="null"/> for the embedded stand-in, to which nobody connects.</summary>
    public string? Url { get; init; }

    /// <summary>The URL for this server, or <see langword="null"/> if it is the one for browsers.</summary>
    public string? PrivateUrl { get; init; }

    /// <summary>Names the key pair: the issuer of participant tokens.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>Signs participant tokens.</summary>
    public string ApiSecret { get; init; } = "";

    /// <summary>
    /// The path by which the egress knows the folder of the recordings, or <see langword="null"/> where it is the same as ours.
    /// </summary>
    public string? EgressDirectory
    {
        get => _egressDirectory;
        init => _egressDirectory = value?.TrimEnd('/');
    }

    /// <summary>Whether the egress is configured itself to write into our bucket, so that it need not be given our keys.</summary>
    public bool EgressHasOwnStorage { get; init; }

    /// <summary>
    /// Marks this installation's rooms in LiveKit, or <see langword="null"/> to use the mark that is kept in the database. It is part of
    /// every participant token, and with it of a cookie: it must be short.
    /// </summary>
    public string? NameId { get; init; }

    /// <summary>The URL for this server, http or https; <see langword="null"/> with the embedded stand-in.</summary>
    public Uri? ServerUrl => ToHttp(PrivateUrl ?? Url);

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

    /// <summary>Browsers speak WebSocket to it and we HTTP, at the same place: either may be written.</summary>
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
            // LiveKit's clients and we append to the path: behind a query or fragment that would be lost.
            && !text.AsSpan().ContainsAny("?#@\\")
            ? url
            : null;
    }
}
