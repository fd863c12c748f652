using System.Net;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>The receiver of webhooks until an administrator changes it, and the addresses that receivers may have.</summary>
public sealed class WebhookOptions : IMeetOptions
{
    public static string Section => "Webhooks";

    public bool Enabled { get; init; }

    public string? Url { get; init; }

    /// <summary>Whether receivers may be on this machine or in its private network.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>The preferences until an administrator changes them.</summary>
    public WebhookPreferences First =>
        WebhookUrl.TryParse(Url, out var url)
            ? new WebhookPreferences(Enabled, url)
            : new WebhookPreferences(false, null);

    public void Validate(OptionsFaults faults)
    {
        if (Enabled && Url is null)
            faults.Add(nameof(Enabled), $"needs a URL: set {faults.NameOf(nameof(Url))}");
        if (Enabled && faults.ValueOf("Users:ApiKey") is null)
            faults.Add(nameof(Enabled), "needs an API key to sign with: set MEET_API_KEY");
        if (Url is not null)
            ValidateUrl(Url, faults);
    }

    /// <summary>A host name is resolved only for a call, because the start must not need the network.</summary>
    private void ValidateUrl(string text, OptionsFaults faults)
    {
        if (!WebhookUrl.TryParse(text, out var url))
            faults.Add(
                nameof(Url),
                $"must be an absolute URL that begins with http:// or https://, without a user name, of at most {WebhookUrl.MaxLength} characters"
            );
        else if (
            IPAddress.TryParse(url.IdnHost, out var address)
            && WebhookTargets.Check(address, AllowPrivate).IsFailure
        )
            faults.Add(
                nameof(Url),
                $"must not lead to a private or special address, unless {faults.NameOf(nameof(AllowPrivate))} allows a private one"
            );
    }
}
