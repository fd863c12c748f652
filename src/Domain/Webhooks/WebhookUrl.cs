using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>The syntax of webhook URLs. The addresses of their hosts are checked elsewhere.</summary>
public static class WebhookUrl
{
    public const int MaxLength = 2048;

    public const string Fault =
        "Must be an absolute URL that begins with http:// or https://, without a user name, of at most 2048 characters.";

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        if (
            text is null or { Length: > MaxLength }
            || text.Any(char.IsControl)
            || !Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps)
            || parsed.UserInfo.Length > 0
            || parsed.IdnHost.Length == 0
        )
            return false;

        url = parsed;
        return true;
    }
}
