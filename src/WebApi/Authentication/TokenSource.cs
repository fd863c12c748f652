using Microsoft.Net.Http.Headers;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// The cookie and the header in which a request can carry a token of one kind. A browser sends cookies of its own accord, but a header
/// only if the client says so. So if both are there, the header counts, even if its token is not valid.
/// </summary>
internal sealed record TokenSource(string Cookie, string Header)
{
    /// <summary>RFC 6750 §2.1.</summary>
    public static readonly TokenSource Access = new(TokenCookies.Access, HeaderNames.Authorization);

    public static readonly TokenSource Refresh = new(TokenCookies.Refresh, "X-Refresh-Token");

    public static readonly TokenSource Participant = new(
        TokenCookies.Participant,
        "X-Participant-Token"
    );

    public static readonly IReadOnlyList<TokenSource> All = [Access, Refresh, Participant];

    /// <summary>The scheme of the <c>Authorization</c> header. Others, such as a reverse proxy's Basic, are not for this server.</summary>
    public const string Scheme = "Bearer";

    /// <returns>
    /// The token, which is not verified yet; empty for an unreadable header; <see langword="null"/> if there is no token.
    /// </returns>
    public string? Read(HttpRequest request) => ReadHeader(request) ?? request.Cookies[Cookie];

    /// <returns>The cookie's token, if the header counts in its place.</returns>
    public string? ReadUnusedCookie(HttpRequest request) =>
        IsInHeader(request) ? request.Cookies[Cookie] : null;

    public bool IsInHeader(HttpRequest request) => ReadHeader(request) is not null;

    /// <inheritdoc cref="Read"/>
    public string? ReadHeader(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return null;
        if (values is not [{ } value])
            return "";
        if (Header != HeaderNames.Authorization)
            return value;

        var (scheme, token) = value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
            ? (value[..end], value[end..].Trim())
            : (value, "");
        return scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase) ? token : null;
    }
}
