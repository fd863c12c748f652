using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.ObjectStorage;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>Recordings and documents as an OpenVidu Meet installation lays them out in its bucket.</summary>
internal sealed class MeetBucket(IObjectStore objects) : IRecordingStore, IMeetBucket
{
    /// <summary>In bytes, far above the size of any document. Larger files are not read.</summary>
    private const long MaxDocumentSize = 1024 * 1024;

    /// <summary>After this many documents in a row that cannot be read, the store itself is taken as unavailable.</summary>
    private const int MaxFailuresInARow = 3;

    private static readonly UnreadableObject NotGivenOut = new("the store does not return it");

    /// <summary>Leaves out properties that are <see langword="null"/>.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public Task<Result<StoredMedia>> OpenAsync(
        RecordingId id,
        MediaFacts? known,
        CancellationToken ct
    ) => objects.OpenAsync(BucketKeys.MediaOf(id), known, ct);

    public Task<Result> SaveAsync(RecordingId id, Stream media, CancellationToken ct) =>
        objects.WriteAsync(BucketKeys.MediaOf(id), media, ct);

    public async Task<Result> SaveMetadataAsync(Recording recording, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(RecordingDocument.From(recording), Json);
        using var content = new MemoryStream(json);
        return await objects.WriteAsync(BucketKeys.MetadataOf(recording.Id), content, ct);
    }

    public async Task<Result> DeleteAsync(RecordingId id, CancellationToken ct)
    {
        var media = await objects.DeleteAsync(BucketKeys.MediaOf(id), ct);
        return media.IsFailure ? media : await objects.DeleteAsync(BucketKeys.MetadataOf(id), ct);
    }

    public IAsyncEnumerable<StoredDocument<Room>> ReadRoomsAsync(CancellationToken ct) =>
        ReadAllAsync<RoomDocument, Room>(
            BucketKeys.Rooms,
            (document, key) => document.ToRoom(key),
            ct
        );

    public IAsyncEnumerable<StoredDocument<Recording>> ReadRecordingsAsync(CancellationToken ct) =>
        ReadAllAsync<RecordingDocument, Recording>(
            BucketKeys.RecordingMetadata,
            (document, key) => document.ToRecording(key),
            ct
        );

    public Task<Result> ForgetRoomAsync(RoomName room, CancellationToken ct) =>
        objects.DeleteAsync(BucketKeys.DocumentOf(room), ct);

    private async IAsyncEnumerable<StoredDocument<T>> ReadAllAsync<TDocument, T>(
        string prefix,
        Func<TDocument, string, Result<T>> convert,
        [EnumeratorCancellation] CancellationToken ct
    )
        where TDocument : class
        where T : class
    {
        var failuresInARow = 0;
        await foreach (var (key, listed) in objects.ListAsync(prefix, ct))
        {
            if (listed.IsFailure)
                yield return new StoredDocument<T>(key, NotListed(listed.Error));
            if (listed.IsFailure || !key.EndsWith(".json", StringComparison.Ordinal))
                continue;

            var content = await ReadAsync(key, convert, ct);
            failuresInARow = content.Error == NotGivenOut ? failuresInARow + 1 : 0;
            if (failuresInARow == MaxFailuresInARow)
            {
                yield return new StoredDocument<T>(key, StorageErrors.Unavailable);
                yield break;
            }

            yield return new StoredDocument<T>(key, content);
        }
    }

    private async Task<Result<T>> ReadAsync<TDocument, T>(
        string key,
        Func<TDocument, string, Result<T>> convert,
        CancellationToken ct
    )
        where TDocument : class
        where T : class
    {
        var opened = await objects.OpenAsync(key, known: null, ct);
        if (opened.IsFailure)
            return NotRead(opened.Error);

        await using var stored = opened.Value;
        if (stored.Facts.Size is 0 or > MaxDocumentSize)
            return new UnreadableObject("it is empty, or too large for a document");
        var content = await stored.ReadAsync(new ByteRange(0, stored.Facts.Size - 1), ct);
        if (content.IsFailure)
            return NotRead(content.Error);

        try
        {
            var document = await JsonSerializer.DeserializeAsync<TDocument>(
                content.Value,
                Json,
                ct
            );
            return document is null ? new UnreadableObject("it is empty") : convert(document, key);
        }
        catch (JsonException)
        {
            return new UnreadableObject("it is not the JSON of such a document");
        }
        catch (IOException)
        {
            return NotGivenOut;
        }
    }

    private static Error NotListed(Error error) =>
        error is UnreadableObject unreadable
            ? new UnreadableObject($"it cannot be listed: {unreadable.Reason}")
            : error;

    private static UnreadableObject NotRead(Error error) =>
        error switch
        {
            UnreadableObject unreadable => new($"it cannot be read: {unreadable.Reason}"),
            { Kind: ErrorKind.NotFound } => new("it is gone, or a link that leads nowhere"),
            _ => NotGivenOut,
        };
}
