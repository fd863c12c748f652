using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Import;
using OpenViduMeet.Application.UnitTests.Recordings;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Import;

public sealed class ImportBucketTests
{
    private const string Source = "document.json";

    private Mock<IMeetBucket> _bucket = null!;
    private Mock<IRoomRepository> _rooms = null!;
    private RecordingPorts _ports = null!;
    private FakeTimeProvider _clock = null!;
    private Steps _steps = null!;

    [SetUp]
    public void SetUp()
    {
        _bucket = new(MockBehavior.Strict);
        _rooms = new(MockBehavior.Strict);
        _ports = new RecordingPorts();
        _clock = _ports.Clock;
        _steps = new Steps();
        WithRooms();
        WithRecordings();
    }

    [Test]
    public async Task A_room_is_adopted_unchanged()
    {
        var room = Given.Room();
        WithKept(false);
        WithRooms(Found(room));

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(1, 0, 0, 0)));
        _rooms.Verify(
            rooms => rooms.TryAddAsync(room, It.IsAny<CancellationToken>()),
            Times.Once()
        );
    }

    [Test]
    public async Task A_room_whose_name_exists_is_reported_as_known()
    {
        WithKept(true);
        WithRooms(Found(Given.Room()));

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(0, 1, 0, 0)));
        Assert.That(_steps, Is.EqualTo([new ImportStep(Source, ImportOutcome.Known)]));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task An_expired_room_is_skipped(int millisecondsAgo)
    {
        WithRooms(Found(Given.Room()));
        _clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(millisecondsAgo));

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(0, 0, 1, 0)));
    }

    [Test]
    public async Task Unreadable_documents_are_reported_with_their_fault()
    {
        WithRooms(new StoredDocument<Room>("r.json", new UnreadableObject("bad room")));
        WithRecordings(
            new StoredDocument<Recording>("m.json", new UnreadableObject("bad recording"))
        );

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(0, 0, 0, 2)));
        Assert.That(
            _steps,
            Is.EqualTo([
                new ImportStep("r.json", ImportOutcome.Faulty, "bad room"),
                new ImportStep("m.json", ImportOutcome.Faulty, "bad recording"),
            ])
        );
    }

    [TestCase(RecordingStatus.Complete)]
    [TestCase(RecordingStatus.LimitReached)]
    public async Task A_complete_recording_is_adopted_with_the_facts_of_its_media(
        RecordingStatus status
    )
    {
        await using var media = new FakeMedia(size: 42);
        var recording = RecordingPorts.Recorded(status) with { Size = 7, IsDescribed = true };
        WithRecordings(Found(recording));
        _ports.WithMedia(media);

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(1, 0, 0, 0)));
        Assert.That(_ports.Stored, Is.EqualTo(recording with { Size = 42, Media = media.Facts }));
        Assert.That(_ports.Stored!.IsSettled);
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    [TestCase(RecordingStatus.Failed)]
    [TestCase(RecordingStatus.Aborted)]
    [TestCase(RecordingStatus.Active)]
    public async Task Incomplete_media_is_not_requested(RecordingStatus status)
    {
        WithRecordings(Found(RecordingPorts.Recorded(status)));

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(1, 0, 0, 0)));
        Assert.That(_ports.Stored, Is.EqualTo(RecordingPorts.Recorded(status)));
    }

    [Test]
    public async Task A_complete_recording_without_media_is_not_adopted()
    {
        WithRecordings(Found(RecordingPorts.Recorded(RecordingStatus.Complete)));
        _ports.WithMedia(StorageErrors.NotFound);

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(0, 0, 0, 1)));
        Assert.That(_ports.Recordings.IsEmpty);
    }

    [Test]
    public async Task Unreadable_media_is_reported_and_the_other_recordings_are_adopted()
    {
        WithRecordings(
            Found(RecordingPorts.Recorded(RecordingStatus.Complete)),
            Found(RecordingPorts.Recorded(RecordingStatus.Failed))
        );
        _ports.WithMedia(new UnreadableObject("no permission"));

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(1, 0, 0, 1)));
        Assert.That(
            _steps[0],
            Is.EqualTo(
                new ImportStep(
                    Source,
                    ImportOutcome.Faulty,
                    "its media cannot be read: no permission"
                )
            )
        );
    }

    [Test]
    public async Task A_known_recording_stays_unchanged()
    {
        _ports.WithRecording(RecordingStatus.Active);
        WithRecordings(Found(RecordingPorts.Recorded(RecordingStatus.Complete)));

        var result = await ImportAsync();

        Assert.That(result.Value, Is.EqualTo(new ImportSummary(0, 1, 0, 0)));
        Assert.That(_ports.Stored, Is.EqualTo(RecordingPorts.Recorded(RecordingStatus.Active)));
    }

    [Test]
    public async Task A_store_that_fails_among_the_rooms_is_unavailable_and_adopted_rooms_stay()
    {
        WithKept(false);
        _bucket
            .Setup(bucket => bucket.ReadRoomsAsync(It.IsAny<CancellationToken>()))
            .Returns(FailingAfter(Found(Given.Room())));

        var result = await ImportAsync();

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(_steps, Is.EqualTo([new ImportStep(Source, ImportOutcome.Adopted)]));
        _bucket.Verify(
            bucket => bucket.ReadRecordingsAsync(It.IsAny<CancellationToken>()),
            Times.Never()
        );
    }

    [Test]
    public async Task A_store_that_fails_among_the_recordings_is_unavailable()
    {
        _bucket
            .Setup(bucket => bucket.ReadRecordingsAsync(It.IsAny<CancellationToken>()))
            .Returns(FailingAfter(Found(RecordingPorts.Recorded(RecordingStatus.Failed))));

        var result = await ImportAsync();

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(_ports.Stored, Is.Not.Null);
    }

    [Test]
    public async Task A_store_that_fails_to_open_the_media_is_unavailable()
    {
        WithRecordings(Found(RecordingPorts.Recorded(RecordingStatus.Complete)));
        _ports.WithMedia(StorageErrors.Unavailable);

        var result = await ImportAsync();

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(_ports.Recordings.IsEmpty);
    }

    private static StoredDocument<T> Found<T>(T value)
        where T : class => new(Source, value);

    private static async IAsyncEnumerable<StoredDocument<T>> FailingAfter<T>(
        StoredDocument<T> first
    )
        where T : class
    {
        yield return first;
        await Task.CompletedTask;
        yield return new StoredDocument<T>("rest", StorageErrors.Unavailable);
    }

    private void WithRooms(params StoredDocument<Room>[] rooms) =>
        _bucket
            .Setup(bucket => bucket.ReadRoomsAsync(It.IsAny<CancellationToken>()))
            .Returns(rooms.ToAsyncEnumerable());

    private void WithRecordings(params StoredDocument<Recording>[] recordings) =>
        _bucket
            .Setup(bucket => bucket.ReadRecordingsAsync(It.IsAny<CancellationToken>()))
            .Returns(recordings.ToAsyncEnumerable());

    private void WithKept(bool kept) =>
        _rooms
            .Setup(rooms => rooms.TryAddAsync(It.IsAny<Room>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(!kept);

    private Task<Result<ImportSummary>> ImportAsync() =>
        new ImportBucketHandler(
            _bucket.Object,
            _rooms.Object,
            _ports.Recordings,
            _ports.Store.Object,
            _clock
        ).Handle(new ImportBucket(_steps), CancellationToken.None);

    /// <summary>Receives steps at once, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Steps : List<ImportStep>, IProgress<ImportStep>
    {
        public void Report(ImportStep value) => Add(value);
    }
}
