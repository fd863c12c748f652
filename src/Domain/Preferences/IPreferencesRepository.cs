using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>The preferences that administrators change while the server runs. All nodes share them.</summary>
public interface IPreferencesRepository
{
    /// <summary>Reads, changes and saves the preferences atomically: of two changes at once, neither is lost.</summary>
    /// <param name="change">Returns the new preferences, given the present ones. May run more than once.</param>
    /// <returns>The saved preferences.</returns>
    Task<SecurityPreferences> UpdateSecurityAsync(
        Func<SecurityPreferences, SecurityPreferences> change,
        CancellationToken ct
    );

    /// <returns>The preferences that were saved last, or those of the settings.</returns>
    Task<WebhookPreferences> GetWebhooksAsync(CancellationToken ct);

    /// <summary>Like <see cref="UpdateSecurityAsync"/>, but saves nothing if <paramref name="change"/> fails.</summary>
    Task<Result<WebhookPreferences>> UpdateWebhooksAsync(
        Func<WebhookPreferences, Result<WebhookPreferences>> change,
        CancellationToken ct
    );

    /// <returns>The preferences that were saved last, or <see cref="AppearancePreferences.Default"/>.</returns>
    Task<AppearancePreferences> GetAppearanceAsync(CancellationToken ct);

    Task SaveAppearanceAsync(AppearancePreferences preferences, CancellationToken ct);
}
