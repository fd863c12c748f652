using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Import;

/// <summary>
/// The bucket of an OpenVidu Meet installation, or a folder with the same layout. It holds documents about rooms and recordings,
/// beside the media.
/// </summary>
public interface IMeetBucket
{
    /// <summary>
    /// Reads the documents of all rooms, in no particular order. Stops after the first <see cref="StorageErrors.Unavailable"/>.
    /// </summary>
    IAsyncEnumerable<StoredDocument<Room>> ReadRoomsAsync(CancellationToken ct);

    /// <summary>
    /// Reads the documents of all recordings, in no particular order. Stops after the first <see cref="StorageErrors.Unavailable"/>.
    /// </summary>
    IAsyncEnumerable<StoredDocument<Recording>> ReadRecordingsAsync(CancellationToken ct);

    /// <summary>Removes a room's document, if there is one, so that the room is not imported again.</summary>
    Task<Result> ForgetRoomAsync(RoomName room, CancellationToken ct);
}

/// <summary>One document of the bucket.</summary>
/// <param name="Key">The document's key, or the key of a folder that cannot be listed.</param>
/// <param name="Content">
/// The document's content; an <see cref="UnreadableObject"/> if this document cannot be read; <see cref="StorageErrors.Unavailable"/>
/// if the store fails.
/// </param>
public sealed record StoredDocument<T>(string Key, Result<T> Content)
    where T : class;
