using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Blobs;

namespace OpenViduMeet.Infrastructure.Archive;

/// <summary>The JSON documents of an OpenVidu Meet installation.</summary>
internal sealed class MeetArchive(IBlobs blobs) : IMeetArchive
{
    /// <summary>In bytes: no document of ours comes near, and nothing larger is read.</summary>
    private const long MaxDocumentSize = 1024 * 1024;

    /// <summary>After so many documents in a row that the store did not give out, it is the store that is at fault.</summary>
    private const int MaxFailuresInARow = 3;

    private const string NotGivenOut = "the store does not give it out";

    /// <summary>What is not known is left out.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public IAsyncEnumerable<Archived<Room>> ReadRoomsAsync(CancellationToken ct) =>
        ReadAsync<RoomDocument, Room>(
            MeetLayout.Rooms,
            (document, key) => document.ToRoom(key),
            ct
        );

    public IAsyncEnumerable<Archived<Recording>> ReadRecordingsAsync(CancellationToken ct) =>
        ReadAsync<RecordingDocument, Recording>(
            MeetLayout.RecordingMetadata,
            (document, key) => document.ToRecording(key),
            ct
        );

    public Task<Result> ForgetRoomAsync(RoomName room, CancellationToken ct) =>
        blobs.DeleteAsync(MeetLayout.DocumentOf(room), ct);

    private async IAsyncEnumerable<Archived<T>> ReadAsync<TDocument, T>(
        string prefix,
        Func<TDocument, string, T> convert,
        [EnumeratorCancellation] CancellationToken ct
    )
        where TDocument : class
        where T : class
    {
        var failuresInARow = 0;
        await foreach (var (key, fault) in blobs.ListAsync(prefix, ct))
        {
            if (fault is not null)
            {
                yield return new Archived<T>(key, Value: null, $"it cannot be listed: {fault}");
                continue;
            }

            if (!key.EndsWith(".json", StringComparison.Ordinal))
                continue;

            var document = await ReadOneAsync(key, convert, ct);
            failuresInARow = document.Fault == NotGivenOut ? failuresInARow + 1 : 0;
            if (failuresInARow == MaxFailuresInARow)
                throw new IOException("The store gives out no document.");
            yield return document;
        }
    }

    private async Task<Archived<T>> ReadOneAsync<TDocument, T>(
        string key,
        Func<TDocument, string, T> convert,
        CancellationToken ct
    )
        where TDocument : class
        where T : class
    {
        try
        {
            var document = await ReadDocumentAsync<TDocument>(key, ct);
            return new Archived<T>(key, convert(document, key), Fault: null);
        }
        catch (JsonException)
        {
            return new Archived<T>(key, Value: null, "it is not the JSON of such a document");
        }
        catch (FormatException fault)
        {
            return new Archived<T>(key, Value: null, fault.Message);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return new Archived<T>(key, Value: null, NotGivenOut);
        }
    }

    private async Task<TDocument> ReadDocumentAsync<TDocument>(string key, CancellationToken ct)
        where TDocument : class
    {
        var opened = await blobs.OpenAsync(key, known: null, ct);
        if (opened.IsFailure)
            throw NotRead(opened.Error);

        await using var blob = opened.Value;
        if (blob.Facts.Size is 0 or > MaxDocumentSize)
            throw new FormatException("it is empty, or too large for a document");
        var content = await blob.ReadAsync(new ByteRange(0, blob.Facts.Size - 1), ct);
        if (content.IsFailure)
            throw NotRead(content.Error);

        return await JsonSerializer.DeserializeAsync<TDocument>(content.Value, Json, ct)
            ?? throw new FormatException("it is empty");
    }

    private static FormatException NotRead(Error error) =>
        new(
            error switch
            {
                UnreadableMedia unreadable => $"it cannot be read: {unreadable.Reason}",
                { Kind: ErrorKind.NotFound } => "it is gone, or a link that leads nowhere",
                _ => NotGivenOut,
            }
        );
}
