using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>The names of those who may watch a room's recordings, in OpenVidu Meet's files and webhooks.</summary>
internal static class RecordingAccessNames
{
    private static readonly Dictionary<string, RecordingAccess> ByName = new(StringComparer.Ordinal)
    {
        ["admin"] = RecordingAccess.Admin,
        ["admin-moderator"] = RecordingAccess.AdminModerator,
        ["admin-moderator-publisher"] = RecordingAccess.AdminModeratorPublisher,
    };

    /// <summary>Without a name, or with an unknown one, only administrators may watch.</summary>
    public static RecordingAccess Read(string? name) =>
        ByName.GetValueOrDefault(name ?? "", RecordingAccess.Admin);

    public static string Write(RecordingAccess access) =>
        ByName.First(pair => pair.Value == access).Key;
}
