using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Import;

/// <summary>
/// The documents that an OpenVidu Meet installation keeps of its rooms and recordings, beside the media. Enumerating throws
/// <see cref="IOException"/> if the store fails.
/// </summary>
public interface IMeetArchive
{
    IAsyncEnumerable<Archived<Room>> ReadRoomsAsync(CancellationToken ct);

    IAsyncEnumerable<Archived<Recording>> ReadRecordingsAsync(CancellationToken ct);

    /// <summary>Removes a room's document, if there is one, so that the room is not adopted again.</summary>
    Task<Result> ForgetRoomAsync(RoomName room, CancellationToken ct);
}

/// <summary>One document of the archive.</summary>
/// <param name="Source">Where it lies, for people.</param>
/// <param name="Value">What it says, or <see langword="null"/> if it cannot be read.</param>
/// <param name="Fault">Why it cannot be read.</param>
public sealed record Archived<T>(string Source, T? Value, string? Fault)
    where T : class;
