using System.Text.Json;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Archive;
using OpenViduMeet.Infrastructure.Blobs;

namespace OpenViduMeet.Infrastructure.Recordings;

/// <summary>Recordings as blobs, in OpenVidu Meet's layout.</summary>
internal sealed class RecordingStore(IBlobs blobs) : IRecordingStore
{
    public Task<Result<StoredMedia>> OpenAsync(
        RecordingId id,
        MediaFacts? known,
        CancellationToken ct
    ) => blobs.OpenAsync(MeetLayout.MediaOf(id), known, ct);

    public Task<Result> SaveAsync(RecordingId id, Stream media, CancellationToken ct) =>
        blobs.WriteAsync(MeetLayout.MediaOf(id), media, ct);

    public async Task<Result> SaveMetadataAsync(Recording recording, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            RecordingDocument.From(recording),
            MeetArchive.Json
        );
        using var content = new MemoryStream(json);
        return await blobs.WriteAsync(MeetLayout.MetadataOf(recording.Id), content, ct);
    }

    public async Task<Result> DeleteAsync(RecordingId id, CancellationToken ct)
    {
        var media = await blobs.DeleteAsync(MeetLayout.MediaOf(id), ct);
        return media.IsFailure ? media : await blobs.DeleteAsync(MeetLayout.MetadataOf(id), ct);
    }
}
