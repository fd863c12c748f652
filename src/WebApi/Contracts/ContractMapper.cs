using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Rooms;
using Riok.Mapperly.Abstractions;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Maps domain types to contracts and back.</summary>
[Mapper(RequiredMappingStrategy = RequiredMappingStrategy.Target)]
internal static partial class ContractMapper
{
    [MapProperty(nameof(Room.Name), nameof(MeetRoom.RoomName))]
    [MapProperty(nameof(Room.Prefix), nameof(MeetRoom.RoomNamePrefix))]
    [MapProperty(nameof(Room.CreatedAt), nameof(MeetRoom.CreationDate))]
    [MapProperty(nameof(Room.ExpiresAt), nameof(MeetRoom.ExpirationDate))]
    public static partial MeetRoom ToContract(
        this Room room,
        string moderatorRoomUrl,
        string publisherRoomUrl
    );

    [MapProperty(nameof(User.Name), nameof(Profile.Username))]
    public static partial Profile ToContract(this User user);

    public static partial ParticipantRoleName ToContract(this ParticipantRole role);

    public static partial ParticipantRole ToDomain(this RoomLinkName link);

    public static partial AuditActorKindName ToContract(this AuditActorKind kind);

    public static partial AuthModeName ToContract(this AuthMode mode);

    public static partial AuthMode ToDomain(this AuthModeName mode);

    public static partial RecordingAccessName ToContract(this RecordingAccess access);

    public static partial RecordingAccess ToDomain(this RecordingAccessName access);

    public static RoomPreferences ToDomain(this MeetRoomPreferences? preferences) =>
        new(
            preferences?.ChatPreferences?.Enabled ?? true,
            preferences?.RecordingPreferences?.Enabled ?? true,
            preferences?.VirtualBackgroundPreferences?.Enabled ?? true,
            preferences?.RecordingPreferences?.AllowAccessTo?.ToDomain() ?? RecordingAccess.Admin
        );

    public static RoomPreferencesChange ToChange(this MeetRoomPreferences preferences) =>
        new(
            preferences.ChatPreferences?.Enabled,
            preferences.RecordingPreferences?.SentEnabled(),
            preferences.VirtualBackgroundPreferences?.Enabled,
            preferences.RecordingPreferences?.AllowAccessTo?.ToDomain()
        );

    public static MeetSecurityPreferences ToContract(this SecurityPreferences preferences) =>
        new()
        {
            Authentication = new()
            {
                AuthMode = preferences.AuthMode.ToContract(),
                Method = new() { Type = AuthMethodType.SingleUser },
            },
            RoomCreationPolicy = new()
            {
                AllowRoomCreation = preferences.RoomCreation.AllowRoomCreation,
                RequireAuthentication = preferences.RoomCreation.RequireAuthentication,
            },
        };

    public static MeetRoomPreferences ToContract(this RoomPreferences preferences) =>
        new()
        {
            ChatPreferences = new() { Enabled = preferences.ChatEnabled },
            RecordingPreferences = new()
            {
                Enabled = preferences.RecordingEnabled,
                AllowAccessTo = preferences.RecordingAccess.ToContract(),
            },
            VirtualBackgroundPreferences = new() { Enabled = preferences.VirtualBackgroundEnabled },
        };

    private static long ToMilliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    private static string ToText(RoomName name) => name.Value;

    private static string ToText(RoomNamePrefix prefix) => prefix.Value;
}
