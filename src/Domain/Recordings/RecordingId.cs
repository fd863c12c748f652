using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>
/// The id of a recording: <c>roomId--egressId--uid</c>. The parts contain no path separator and no dot, so that a path made of them
/// cannot leave its folder.
/// </summary>
/// <param name="Room">The room that was recorded.</param>
/// <param name="EgressId">LiveKit's id of the egress, such as <c>EG_XYZ</c>.</param>
/// <param name="Uid">Distinguishes the recordings of one room.</param>
public sealed record RecordingId : IParsableValue<RecordingId>
{
    private const string Separator = "--";

    /// <summary>Together with the longest room name, the file name still fits into 255 bytes.</summary>
    private const int MaxPartLength = 49;

    private const int UidLength = 10;
    private const string UidAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private RecordingId(RoomName room, string egressId, string uid)
    {
        Room = room;
        EgressId = egressId;
        Uid = uid;
    }

    public static string Rule => "Must be roomId--egressId--uid.";

    string IParsableValue<RecordingId>.Text => ToString();

    public RoomName Room { get; }

    public string EgressId { get; }

    public string Uid { get; }

    /// <summary>Creates a new uid with 59 random bits.</summary>
    public static string NewUid() => RandomNumberGenerator.GetString(UidAlphabet, UidLength);

    /// <summary>The name of the media file, such as <c>room-123--XX445.mp4</c>.</summary>
    public string FileName => FileNameOf(Room, Uid);

    /// <inheritdoc cref="FileName"/>
    public static string FileNameOf(RoomName room, string uid) => $"{room}{Separator}{uid}.mp4";

    /// <returns>The id, or <see langword="null"/> if a part is not valid.</returns>
    public static RecordingId? Of(RoomName room, string egressId, string uid) =>
        IsPart(egressId) && IsPart(uid) ? new RecordingId(room, egressId, uid) : null;

    /// <summary>Reads exactly the text that <see cref="ToString"/> writes. Nothing is trimmed, decoded or corrected.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RecordingId? value)
    {
        value = text?.Split(Separator) switch
        {
            [var room, var egressId, var uid] when RoomName.TryParse(room, out var roomName) => Of(
                roomName,
                egressId,
                uid
            ),
            _ => null,
        };
        return value is not null;
    }

    /// <exception cref="FormatException">The text is not a recording id.</exception>
    public static RecordingId Parse(string value) => ParsableValue.Parse<RecordingId>(value);

    public override string ToString() => string.Join(Separator, Room, EgressId, Uid);

    private static bool IsPart(string text) =>
        text is { Length: > 0 and <= MaxPartLength }
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
