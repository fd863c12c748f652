using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>Scheme, host and port of a site (RFC 6454).</summary>
public static partial class WebOrigin
{
    /// <summary>
    /// Whether a text is an origin as browsers send it in the <c>Origin</c> header (RFC 6454 §6.2), so that it can be compared as
    /// text.
    /// </summary>
    /// <remarks>Apps in a web view send their own schemes, such as <c>capacitor://localhost</c>.</remarks>
    public static bool IsAsSent(string text) =>
        text.StartsWith("http:", StringComparison.Ordinal)
        || text.StartsWith("https:", StringComparison.Ordinal)
            ? TryParse(text, out var url)
                && string.Equals(
                    url.GetLeftPart(UriPartial.Authority),
                    text,
                    StringComparison.Ordinal
                )
            : OtherScheme().IsMatch(text);

    /// <summary>Whether a text is a host as in requests and URLs: in ASCII, with IPv6 addresses in brackets, without a port.</summary>
    public static bool IsHost(string text)
    {
        var kind = Uri.CheckHostName(text.Trim('[', ']'));
        var isBracketed = text.StartsWith('[') && text.EndsWith(']');
        return text.All(char.IsAscii)
            && (
                isBracketed
                    ? kind == UriHostNameType.IPv6
                    : kind is UriHostNameType.Dns or UriHostNameType.IPv4
            );
    }

    /// <summary>Reads an http or https URL that has only a scheme, a host and a port.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps)
            || parsed.UserInfo.Length > 0
            || parsed.PathAndQuery != "/"
            || parsed.Fragment.Length > 0
            || parsed.Port == 0
            || !IsHost(parsed.Host)
            // The parser silently drops an empty query, fragment or user name, and decodes the host.
            || text.AsSpan().ContainsAny("?#@%\\")
        )
            return false;

        url = parsed;
        return true;
    }

    [GeneratedRegex(
        "^(?!(ws|wss|ftp|file):)[a-z][a-z0-9+.-]*://[a-z0-9._-]+(:[0-9]{1,5})?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex OtherScheme();
}
