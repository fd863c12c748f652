using System.Net;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>Who is told of events, until an administrator changes it, and where receivers may be.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    private static readonly Setting EnabledSetting = new(
        $"{Section}:Enabled",
        "MEET_WEBHOOK_ENABLED"
    );
    private static readonly Setting UrlSetting = new($"{Section}:Url", "MEET_WEBHOOK_URL");
    private static readonly Setting AllowPrivateSetting = new(
        $"{Section}:AllowPrivate",
        "MEET_WEBHOOK_ALLOW_PRIVATE"
    );

    /// <summary>In force until an administrator changes them.</summary>
    public required WebhookPreferences First { get; init; }

    /// <summary>Whether receivers may be on this machine or in its own network.</summary>
    public required bool AllowPrivate { get; init; }

    public static WebhookOptions Read(SettingsReader settings, UserOptions users)
    {
        var allowPrivate = settings.Flag(AllowPrivateSetting, ifUnset: false);
        var url = ReadUrl(settings, allowPrivate);
        var enabled = settings.Flag(EnabledSetting, ifUnset: false);
        if (enabled && settings.Text(UrlSetting) is null)
            settings.Fault(EnabledSetting, $"needs a URL: set {UrlSetting}");
        if (enabled && users.ApiKey is null)
            settings.Fault(EnabledSetting, "needs an API key to sign with: set MEET_API_KEY");

        return new WebhookOptions
        {
            First = new WebhookPreferences(enabled && url is not null, url),
            AllowPrivate = allowPrivate,
        };
    }

    /// <summary>A host name is looked up when it is called only: the start must not need the network.</summary>
    private static Uri? ReadUrl(SettingsReader settings, bool allowPrivate)
    {
        if (settings.Text(UrlSetting) is not { } text)
            return null;
        if (!WebhookUrl.TryParse(text, out var url))
        {
            settings.Fault(
                UrlSetting,
                $"must be an absolute URL that begins with http:// or https://, without a user name, of at most {WebhookUrl.MaxLength} characters"
            );
            return null;
        }

        if (
            IPAddress.TryParse(url.IdnHost, out var address)
            && WebhookTargets.Check(address, allowPrivate).IsFailure
        )
            settings.Fault(
                UrlSetting,
                $"must not lead to a private or special address, unless {AllowPrivateSetting} allows a private one"
            );
        return url;
    }
}
