using System.Text.Json.Nodes;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.BucketLayout;

/// <summary>Recordings in the layout of an OpenVidu Meet bucket.</summary>
public sealed class RecordingStoreTests : InstallationTests
{
    private const string Media = "recordings/daily-abc/daily-abc--uid1.mp4";
    private const string Metadata = "recordings/.metadata/daily-abc/EG_1/uid1.json";

    private static readonly Recording Complete = new()
    {
        Id = RecordingId.Parse("daily-abc--EG_1--uid1"),
        Status = RecordingStatus.LimitReached,
        StartedAt = Installation.Start,
        EndedAt = Installation.Start.AddSeconds(90),
        Duration = TimeSpan.FromSeconds(89.5),
        Size = 5_000_000_000,
        ErrorCode = 7,
        Error = "error",
        Details = "details",
        SignalledStatus = RecordingStatus.LimitReached,
    };

    private IRecordingStore Store => Installation.Get<IRecordingStore>();

    [Test]
    public async Task Metadata_is_written_as_a_MeetRecording_beside_the_media()
    {
        Assert.That((await Store.SaveMetadataAsync(Complete, Ct)).Error, Is.Null);

        await DocumentShouldBeAsync(
            """
            {
              "recordingId": "daily-abc--EG_1--uid1",
              "roomId": "daily-abc",
              "status": "LIMITED_REACHED",
              "filename": "daily-abc--uid1.mp4",
              "startDate": 1893499200000,
              "endDate": 1893499290000,
              "duration": 89.5,
              "size": 5000000000,
              "errorCode": 7,
              "error": "error",
              "details": "details"
            }
            """
        );
    }

    [Test]
    public async Task Later_metadata_replaces_earlier_metadata()
    {
        await Store.SaveMetadataAsync(Complete, Ct);
        await Store.SaveMetadataAsync(
            new Recording
            {
                Id = Complete.Id,
                Status = RecordingStatus.Complete,
                StartedAt = Complete.StartedAt,
            },
            Ct
        );

        await DocumentShouldBeAsync(
            """
            {
              "recordingId": "daily-abc--EG_1--uid1",
              "roomId": "daily-abc",
              "status": "COMPLETE",
              "filename": "daily-abc--uid1.mp4",
              "startDate": 1893499200000
            }
            """
        );
    }

    [Test]
    public async Task Deleting_removes_the_media_and_metadata_of_this_recording_only()
    {
        var other = Complete with { Id = RecordingId.Parse("daily-abc--EG_1--uid2") };
        await SaveAsync(Complete);
        await SaveAsync(other);

        Assert.That((await Store.DeleteAsync(Complete.Id, Ct)).Error, Is.Null);
        Assert.That((await Store.DeleteAsync(Complete.Id, Ct)).Error, Is.Null);

        Assert.That(File.Exists(PathOf(Media)), Is.False);
        Assert.That(File.Exists(PathOf(Metadata)), Is.False);
        Assert.That(
            (await Store.OpenAsync(Complete.Id, known: null, Ct)).Error,
            Is.EqualTo(StorageErrors.NotFound)
        );
        Assert.That(File.Exists(PathOf(Media.Replace("uid1", "uid2"))), Is.True);
        Assert.That(File.Exists(PathOf(Metadata.Replace("uid1", "uid2"))), Is.True);
    }

    [TestCase(Media)]
    [TestCase(Metadata)]
    public async Task An_interrupted_deletion_can_be_repeated(string gone)
    {
        await SaveAsync(Complete);
        File.Delete(PathOf(gone));

        Assert.That((await Store.DeleteAsync(Complete.Id, Ct)).Error, Is.Null);

        Assert.That(File.Exists(PathOf(Media)), Is.False);
        Assert.That(File.Exists(PathOf(Metadata)), Is.False);
    }

    [Test]
    public async Task Metadata_stays_while_the_media_cannot_be_deleted()
    {
        await Store.SaveMetadataAsync(Complete, Ct);
        Directory.CreateDirectory(PathOf(Media));

        var result = await Store.DeleteAsync(Complete.Id, Ct);

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(File.Exists(PathOf(Metadata)), Is.True);
    }

    private string PathOf(string key) =>
        Path.Combine(Installation.Get<StorageOptions>().BucketDirectory, key);

    private async Task SaveAsync(Recording recording)
    {
        await using var media = new MemoryStream([1, 2, 3]);
        await Store.SaveAsync(recording.Id, media, Ct);
        await Store.SaveMetadataAsync(recording, Ct);
    }

    private async Task DocumentShouldBeAsync(string expected)
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(PathOf(Metadata), Ct));
        Assert.That(
            JsonNode.DeepEquals(document, JsonNode.Parse(expected)),
            () => $"The document is {document}"
        );
    }
}
