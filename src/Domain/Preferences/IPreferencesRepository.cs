using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>The settings that administrators change while the server runs, shared by all nodes.</summary>
public interface IPreferencesRepository
{
    /// <returns>What was saved last, or <see cref="SecurityPreferences.Default"/>.</returns>
    Task<SecurityPreferences> GetSecurityAsync(CancellationToken ct);

    /// <summary>Reads, changes and saves as one step: of two changes at once, neither is lost.</summary>
    /// <param name="change">Makes the new preferences of the present ones. May run more than once.</param>
    /// <returns>The preferences as saved.</returns>
    Task<SecurityPreferences> UpdateSecurityAsync(
        Func<SecurityPreferences, SecurityPreferences> change,
        CancellationToken ct
    );

    /// <returns>What was saved last, or what the settings say.</returns>
    Task<WebhookPreferences> GetWebhooksAsync(CancellationToken ct);

    /// <summary>As <see cref="UpdateSecurityAsync"/>; a change that fails saves nothing.</summary>
    Task<Result<WebhookPreferences>> UpdateWebhooksAsync(
        Func<WebhookPreferences, Result<WebhookPreferences>> change,
        CancellationToken ct
    );

    /// <returns>What was saved last, or <see cref="AppearancePreferences.Default"/>.</returns>
    Task<AppearancePreferences> GetAppearanceAsync(CancellationToken ct);

    Task SaveAppearanceAsync(AppearancePreferences preferences, CancellationToken ct);
}
