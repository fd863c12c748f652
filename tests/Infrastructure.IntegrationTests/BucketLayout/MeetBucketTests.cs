using System.Text;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.BucketLayout;
using OpenViduMeet.Infrastructure.ObjectStorage;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.BucketLayout;

public sealed class MeetBucketTests : InstallationTests
{
    private const string RoomKey = "rooms/daily-abc/daily-abc.json";
    private const string RecordingKey = "recordings/.metadata/daily-abc/EG_1/uid1.json";

    private const string NotSuchADocument = "it is not the JSON of such a document";
    private const string NoDocument = "it is empty, or too large for a document";
    private const string DateOutOfRange = "a date is out of range";

    private IMeetBucket Bucket => Installation.Get<IMeetBucket>();

    [Test]
    public async Task A_written_recording_is_read_back()
    {
        var recording = new Recording
        {
            Id = RecordingId.Parse("daily-abc--EG_1--uid1"),
            Status = RecordingStatus.LimitReached,
            StartedAt = Installation.Start,
            EndedAt = Installation.Start.AddMilliseconds(1),
            Duration = TimeSpan.FromSeconds(0.5),
            Size = 5_000_000_000,
            ErrorCode = 7,
            Error = "error",
            Details = "details",
            IsDescribed = true,
            SignalledStatus = RecordingStatus.LimitReached,
        };
        await Installation.Get<IRecordingStore>().SaveMetadataAsync(recording, Ct);

        var found = (await ReadRecordingsAsync()).Single();

        Assert.That(found.Key, Is.EqualTo(RecordingKey));
        Assert.That(found.Content.Value, Is.EqualTo(recording));
    }

    [TestCase("LIMIT_REACHED")]
    [TestCase("LIMITED_REACHED")]
    public async Task Both_spellings_of_a_reached_limit_are_read(string spelling)
    {
        await PutAsync(RecordingKey, RecordingWith($"\"status\":\"{spelling}\""));

        Assert.That(
            (await ReadRecordingsAsync()).Single().Content.Value.Status,
            Is.EqualTo(RecordingStatus.LimitReached)
        );
    }

    [Test]
    public async Task A_document_with_only_the_required_fields_is_a_room()
    {
        await PutAsync(RoomKey, RoomWith("\"maxParticipants\":0,\"unknown\":[{}]"));

        var room = (await ReadRoomsAsync()).Single().Content.Value;

        Assert.That(room.Name.Value, Is.EqualTo("daily-abc"));
        Assert.That(room.Prefix.Value, Is.Empty);
        Assert.That(room.MaxParticipants, Is.Null);
        Assert.That(room.Preferences, Is.EqualTo(new RoomPreferences()));
        Assert.That(room.ModeratorSecret, Is.EqualTo(new RoomSecret("m d")));
        Assert.That(room.PublisherSecret, Is.EqualTo(new RoomSecret("pub")));
    }

    [TestCase("\"allowAccessTo\":\"admin\"", RecordingAccess.Admin)]
    [TestCase("\"allowAccessTo\":\"admin-moderator\"", RecordingAccess.AdminModerator)]
    [TestCase(
        "\"allowAccessTo\":\"admin-moderator-publisher\"",
        RecordingAccess.AdminModeratorPublisher
    )]
    [TestCase("\"allowAccess\":\"admin-moderator\"", RecordingAccess.AdminModerator)]
    [TestCase("\"allowAccessTo\":\"public\"", RecordingAccess.Admin)]
    [TestCase("\"allowAccessTo\":null", RecordingAccess.Admin)]
    [TestCase("\"enabled\":true", RecordingAccess.Admin)]
    public async Task A_room_keeps_who_may_watch_its_recordings(
        string setting,
        RecordingAccess expected
    )
    {
        await PutAsync(
            RoomKey,
            RoomWith($"\"preferences\":{{\"recordingPreferences\":{{{setting}}}}}")
        );

        var room = (await ReadRoomsAsync()).Single().Content.Value;

        Assert.That(room.Preferences, Is.EqualTo(new RoomPreferences(RecordingAccess: expected)));
    }

    [Test]
    public async Task Only_documents_in_the_folder_of_their_kind_are_read()
    {
        await PutAsync(RoomKey, RoomWith("\"maxParticipants\":7"));
        await PutAsync(RecordingKey, RecordingWith("\"size\":1"));
        await PutAsync("rooms/daily-abc/note.txt", "note");
        await PutAsync("recordings/daily-abc/daily-abc--uid1.mp4", "media");

        Assert.That((await ReadRoomsAsync()).Select(found => found.Key), Is.EqualTo([RoomKey]));
        Assert.That(
            (await ReadRecordingsAsync()).Select(found => found.Key),
            Is.EqualTo([RecordingKey])
        );
    }

    private static IEnumerable<TestCaseData<string, string>> UnreadableRooms()
    {
        yield return new("", NoDocument);
        yield return new("null", "it is empty");
        yield return new("[]", NotSuchADocument);
        yield return new("{\"roomName\":\"\\ud800\"}", NotSuchADocument);
        yield return new("{\"roomName\":7}", NotSuchADocument);
        yield return new("{}", "its roomName is no room name");
        yield return new("{\"roomName\":\"../secrets\"}", "its roomName is no room name");
        yield return new("{\"roomName\":\"Daily-abc\"}", "its roomName is of another place");
        yield return new(RoomWith("\"creationDate\":9e18"), DateOutOfRange);
        yield return new(RoomWith("\"creationDate\":1e999"), DateOutOfRange);
        yield return new(RoomWith("\"maxParticipants\":1e10"), "a number is out of range");
        yield return new(RoomWith("\"creationDate\":9000000000000000000"), DateOutOfRange);
        yield return new(RoomWith("\"expirationDate\":-9000000000000000000"), DateOutOfRange);
        yield return new(RoomWith("\"publisherRoomUrl\":null"), "a URL has no secret");
        yield return new(
            RoomWith("\"moderatorRoomUrl\":\"https://x/?secret=\""),
            "a URL has no secret"
        );
        yield return new(RoomWith("\"moderatorRoomUrl\":\"secret=s\""), "a URL has no secret");
    }

    [TestCaseSource(nameof(UnreadableRooms))]
    public async Task An_unreadable_room_gives_the_reason(string document, string fault)
    {
        await PutAsync(RoomKey, document);
        var found = (await ReadRoomsAsync()).Single();

        Assert.That(found.Key, Is.EqualTo(RoomKey));
        Assert.That(FaultOf(found), Is.EqualTo(fault));
    }

    [Test]
    public async Task A_document_of_more_than_a_megabyte_is_not_read()
    {
        await PutAsync(RoomKey, RoomWith($"\"padding\":\"{new string('x', 1024 * 1024)}\""));
        Assert.That(FaultOf((await ReadRoomsAsync()).Single()), Is.EqualTo(NoDocument));
    }

    private static IEnumerable<TestCaseData<string>> UnreadableRecordings()
    {
        yield return new("{\"recordingId\":\"daily-abc--EG_1--uid2\"}");
        yield return new(RecordingWith("\"status\":\"complete\""));
        yield return new(RecordingWith("\"status\":null"));
        yield return new(RecordingWith("\"startDate\":null"));
        yield return new(RecordingWith("\"startDate\":9000000000000000000"));
        yield return new(RecordingWith("\"endDate\":9000000000000000000"));
        yield return new(RecordingWith("\"duration\":1e300"));
        yield return new(RecordingWith("\"size\":\"big\""));
        yield return new(RecordingWith("\"size\":1e19"));
        yield return new(RecordingWith("\"errorCode\":1e10"));
    }

    [TestCaseSource(nameof(UnreadableRecordings))]
    public async Task An_unreadable_recording_does_not_prevent_reading_the_others(string document)
    {
        const string Other = "recordings/.metadata/daily-abc/EG_1/uid9.json";
        await PutAsync(RecordingKey, document);
        await PutAsync(Other, RecordingWith("\"size\":1").Replace("uid1", "uid9"));

        var found = await ReadRecordingsAsync();

        var (unreadable, readable) = (
            found.Single(document => document.Key == RecordingKey),
            found.Single(document => document.Key == Other)
        );
        Assert.That(FaultOf(unreadable), Is.Not.Empty);
        Assert.That(readable.Content.IsFailure, Is.False);
    }

    [Test]
    public async Task Forgetting_a_room_deletes_its_document_and_keeps_its_recordings()
    {
        await PutAsync(RoomKey, RoomWith("\"maxParticipants\":7"));
        await PutAsync(RecordingKey, RecordingWith("\"size\":1"));

        var room = RoomName.Parse("daily-abc");
        Assert.That((await Bucket.ForgetRoomAsync(room, Ct)).Error, Is.Null);
        Assert.That((await Bucket.ForgetRoomAsync(room, Ct)).Error, Is.Null);

        Assert.That(await ReadRoomsAsync(), Is.Empty);
        Assert.That(await ReadRecordingsAsync(), Has.Count.EqualTo(1));
    }

    /// <summary>OpenVidu Meet writes fractions of milliseconds, because its clock counts nanoseconds.</summary>
    [Test]
    public async Task Numbers_with_fractions_and_exponents_are_read()
    {
        await PutAsync(
            RoomKey,
            RoomWith(
                "\"creationDate\":1764096000123.4568,\"expirationDate\":1.8934992e12,\"maxParticipants\":20.0"
            )
        );
        await PutAsync(
            RecordingKey,
            RecordingWith(
                "\"startDate\":1764096000123.4568,\"endDate\":1764096060123.75,\"duration\":60.00054,\"size\":1.5e6,\"errorCode\":7.0"
            )
        );

        var room = (await ReadRoomsAsync()).Single().Content.Value;
        var recording = (await ReadRecordingsAsync()).Single().Content.Value;

        Assert.That(room.CreatedAt.ToUnixTimeMilliseconds(), Is.EqualTo(1764096000123));
        Assert.That(room.ExpiresAt.ToUnixTimeMilliseconds(), Is.EqualTo(1893499200000));
        Assert.That(room.MaxParticipants, Is.EqualTo(20));
        Assert.That(recording.StartedAt.ToUnixTimeMilliseconds(), Is.EqualTo(1764096000123));
        Assert.That(recording.EndedAt!.Value.ToUnixTimeMilliseconds(), Is.EqualTo(1764096060123));
        Assert.That(recording.Duration, Is.EqualTo(TimeSpan.FromSeconds(60.00054)));
        Assert.That(recording.Size, Is.EqualTo(1_500_000));
        Assert.That(recording.ErrorCode, Is.EqualTo(7));
    }

    [TestCase("LIMIT_REACHED")]
    [TestCase("LIMITED_REACHED")]
    public async Task A_reached_limit_is_read_in_both_spellings(string status)
    {
        await PutAsync(RecordingKey, RecordingWith($"\"status\":\"{status}\""));
        Assert.That(
            (await ReadRecordingsAsync()).Single().Content.Value.Status,
            Is.EqualTo(RecordingStatus.LimitReached)
        );
    }

    [TestCase("rooms/daily-abc/daily-abc.json", "it cannot be read: ")]
    [TestCase("rooms/nowhere/nowhere.json", "it is gone, or a link that leads nowhere")]
    public async Task A_document_that_cannot_be_opened_is_reported_and_the_others_are_read(
        string link,
        string fault
    )
    {
        await PutAsync(
            RoomKey.Replace("daily", "other"),
            RoomWith("\"unknown\":1").Replace("daily", "other")
        );
        var path = Path.Combine(Installation.Get<StorageOptions>().BucketDirectory, link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A link to itself exists and cannot be opened.
        File.CreateSymbolicLink(
            path,
            fault.EndsWith("nowhere", StringComparison.Ordinal) ? "/nowhere" : path
        );

        var found = await ReadRoomsAsync();

        Assert.That(found, Has.Count.EqualTo(2));
        var unreadable = found.Single(document => document.Content.IsFailure);
        Assert.That(unreadable.Key, Is.EqualTo(link));
        Assert.That(FaultOf(unreadable), Does.StartWith(fault));
    }

    [Test]
    public async Task A_store_that_opens_none_of_its_documents_has_failed()
    {
        string[] keys = ["rooms/a/a.json", "rooms/b/b.json", "rooms/c/c.json", "rooms/d/d.json"];

        var found = await new MeetBucket(new UnavailableObjects(keys))
            .ReadRoomsAsync(Ct)
            .ToListAsync(Ct);

        Assert.That(found.Select(document => document.Key), Is.EqualTo(keys[..3]));
        Assert.That(found[1].Content.Error, Is.InstanceOf<UnreadableObject>());
        Assert.That(found[2].Content.Error, Is.EqualTo(StorageErrors.Unavailable));
    }

    /// <summary>A readable document in which the given fields replace its own.</summary>
    private static string RoomWith(string fields) =>
        $$"""
            {
              "roomName": "daily-abc",
              "creationDate": 1893499200000,
              "expirationDate": 1893499200001,
              "moderatorRoomUrl": "https://meet.example.com/room/daily-abc?a=b&secret=m%20d",
              "publisherRoomUrl": "https://meet.example.com/room/daily-abc?secret=pub",
              {{fields}}
            }
            """;

    /// <inheritdoc cref="RoomWith"/>
    private static string RecordingWith(string fields) =>
        $$"""
            {
              "recordingId": "daily-abc--EG_1--uid1",
              "status": "COMPLETE",
              "startDate": 1893499200000,
              {{fields}}
            }
            """;

    private async Task PutAsync(string key, string document)
    {
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(document));
        Assert.That(
            (await Installation.Get<IObjectStore>().WriteAsync(key, content, Ct)).Error,
            Is.Null
        );
    }

    private async Task<List<StoredDocument<Room>>> ReadRoomsAsync() =>
        await Bucket.ReadRoomsAsync(Ct).ToListAsync(Ct);

    private async Task<List<StoredDocument<Recording>>> ReadRecordingsAsync() =>
        await Bucket.ReadRecordingsAsync(Ct).ToListAsync(Ct);

    private static string? FaultOf<T>(StoredDocument<T> document)
        where T : class => (document.Content.Error as UnreadableObject)?.Reason;

    /// <summary>A store that lists its objects and opens none of them.</summary>
    private sealed class UnavailableObjects(string[] keys) : IObjectStore
    {
        public Task<Result<StoredMedia>> OpenAsync(
            string key,
            MediaFacts? known,
            CancellationToken ct
        ) => Task.FromResult<Result<StoredMedia>>(StorageErrors.Unavailable);

        public Task<Result> WriteAsync(string key, Stream content, CancellationToken ct) =>
            Task.FromResult<Result>(StorageErrors.Unavailable);

        public Task<Result> DeleteAsync(string key, CancellationToken ct) =>
            Task.FromResult<Result>(StorageErrors.Unavailable);

        public IAsyncEnumerable<ListedObject> ListAsync(string prefix, CancellationToken ct) =>
            keys.Select(key => new ListedObject(key, Result.Ok)).ToAsyncEnumerable();
    }
}
