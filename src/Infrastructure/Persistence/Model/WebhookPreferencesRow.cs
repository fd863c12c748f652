using OpenViduMeet.Domain.Preferences;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>The single row that holds the webhook preferences.</summary>
internal sealed class WebhookPreferencesRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required bool Enabled { get; set; }

    public required string? Url { get; set; }

    public static WebhookPreferencesRow From(WebhookPreferences preferences) =>
        new() { Enabled = preferences.Enabled, Url = preferences.Url?.OriginalString };

    public WebhookPreferences ToPreferences() => new(Enabled, Url is null ? null : new Uri(Url));
}
