using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>The receiver of webhooks.</summary>
/// <param name="Enabled">Whether webhooks are sent. If so, there is a <paramref name="Url"/>.</param>
public sealed record WebhookPreferences(bool Enabled, Uri? Url)
{
    /// <summary>Changes the given values. A value that is <see langword="null"/> stays as it is.</summary>
    public Result<WebhookPreferences> With(bool? enabled, Uri? url)
    {
        var changed = new WebhookPreferences(enabled ?? Enabled, url ?? Url);
        return changed is { Enabled: true, Url: null } ? WebhookErrors.NoUrl : changed;
    }

    /// <summary>Leaves out the URL, which may hold a secret: the text of a record may be logged.</summary>
    public override string ToString() => Enabled ? "on" : "off";
}
