using OpenViduMeet.Domain.Preferences;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>The single row that holds the security preferences.</summary>
internal sealed class SecurityPreferencesRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required AuthMode AuthMode { get; set; }

    public required bool AllowRoomCreation { get; set; }

    public required bool RequireAuthentication { get; set; }

    public static SecurityPreferencesRow From(SecurityPreferences preferences) =>
        new()
        {
            AuthMode = preferences.AuthMode,
            AllowRoomCreation = preferences.RoomCreation.AllowRoomCreation,
            RequireAuthentication = preferences.RoomCreation.RequireAuthentication,
        };

    public SecurityPreferences ToPreferences() =>
        new(AuthMode, new RoomCreationPolicy(AllowRoomCreation, RequireAuthentication));
}
