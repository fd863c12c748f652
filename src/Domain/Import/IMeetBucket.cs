using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Import;

/// <summary>
/// The bucket of an OpenVidu Meet installation, or the folder in its place: the documents that it keeps of its rooms and recordings,
/// beside the media.
/// </summary>
public interface IMeetBucket
{
    /// <summary>Reads the documents of all rooms, in no order. Ends with the first <see cref="StorageErrors.Unavailable"/>.</summary>
    IAsyncEnumerable<StoredDocument<Room>> ReadRoomsAsync(CancellationToken ct);

    /// <summary>Reads the documents of all recordings, in no order. Ends with the first <see cref="StorageErrors.Unavailable"/>.</summary>
    IAsyncEnumerable<StoredDocument<Recording>> ReadRecordingsAsync(CancellationToken ct);

    /// <summary>Removes a room's document, if there is one, so that the room is not adopted again.</summary>
    Task<Result> ForgetRoomAsync(RoomName room, CancellationToken ct);
}

/// <summary>One document of the bucket.</summary>
/// <param name="Key">The document's key, or that of a folder which cannot be listed.</param>
/// <param name="Content">
/// What the document says; an <see cref="UnreadableObject"/> if this one cannot be read; <see cref="StorageErrors.Unavailable"/> if the
/// store fails.
/// </param>
public sealed record StoredDocument<T>(string Key, Result<T> Content)
    where T : class;
