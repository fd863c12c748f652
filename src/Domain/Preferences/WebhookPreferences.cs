using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>Who is told of events.</summary>
/// <param name="Enabled">Whether anybody is. Then there is a <paramref name="Url"/>.</param>
public sealed record WebhookPreferences(bool Enabled, Uri? Url)
{
    /// <summary>Changes what is given and leaves what is <see langword="null"/>.</summary>
    public Result<WebhookPreferences> With(bool? enabled, Uri? url)
    {
        var changed = new WebhookPreferences(enabled ?? Enabled, url ?? Url);
        return changed is { Enabled: true, Url: null } ? WebhookErrors.NoUrl : changed;
    }

    /// <summary>Never the URL, which may hold a secret: a record's text ends up in logs.</summary>
    public override string ToString() => Enabled ? "on" : "off";
}
