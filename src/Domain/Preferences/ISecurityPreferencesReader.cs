namespace OpenViduMeet.Domain.Preferences;

/// <summary>Reads the security preferences, which almost every request needs. <see cref="IPreferencesRepository"/> changes them.</summary>
public interface ISecurityPreferencesReader
{
    /// <returns>The preferences that were saved last, or <see cref="SecurityPreferences.Default"/>.</returns>
    Task<SecurityPreferences> GetSecurityAsync(CancellationToken ct);
}
