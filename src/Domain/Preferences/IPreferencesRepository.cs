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
}
