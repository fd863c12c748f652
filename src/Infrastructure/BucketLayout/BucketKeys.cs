using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>
/// The keys of an OpenVidu Meet installation, below its prefix. They consist of parts of ids, which cannot hold a separator or a dot, so
/// a key cannot lead out of its folder.
/// </summary>
internal static class BucketKeys
{
    public const string Recordings = "recordings/";

    public const string RecordingMetadata = $"{Recordings}.metadata/";

    public const string Rooms = "rooms/";

    private const string Extension = ".mp4";

    public static string MediaOf(RoomName room, string uid) =>
        $"{Recordings}{room}/{RecordingId.FileNameOf(room, uid)}";

    public static string MediaOf(RecordingId id) => MediaOf(id.Room, id.Uid);

    public static string MetadataOf(RecordingId id) =>
        $"{RecordingMetadata}{id.Room}/{id.EgressId}/{id.Uid}.json";

    public static string DocumentOf(RoomName room) => $"{Rooms}{room}/{room}.json";

    /// <summary>Whether a key is in a folder, and does not lead out of it.</summary>
    /// <param name="folder">The folder's key, with a slash at its end.</param>
    public static bool IsBelow(string key, string folder) =>
        key.StartsWith(folder, StringComparison.Ordinal)
        && !key.Any(letter => char.IsControl(letter) || letter == '\\')
        && !key.Split('/').Any(part => part is "" or "." or "..");

    /// <returns>The uid in the name of a media file of this room, or <see langword="null"/> if the file has another name.</returns>
    public static string? UidIn(string? mediaPath, RoomName room)
    {
        var name = mediaPath?[(mediaPath.LastIndexOf('/') + 1)..];
        var start = RecordingId.FileNameOf(room, "")[..^Extension.Length];
        return
            name is not null
            && name.StartsWith(start, StringComparison.Ordinal)
            && name.EndsWith(Extension, StringComparison.Ordinal)
            ? name[start.Length..^Extension.Length]
            : null;
    }
}
