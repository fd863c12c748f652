using Moq;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Recordings;

public sealed class StreamRecordingRangeTests
{
    private const string Id = "daily-abc--EG_1--uid1";

    private Mock<IPlayableRecordings> _recordings = null!;
    private Mock<IRecordingStore> _store = null!;

    [SetUp]
    public void SetUp()
    {
        _recordings = new(MockBehavior.Strict);
        _store = new(MockBehavior.Strict);
    }

    [Test]
    public async Task A_malformed_id_is_not_looked_up()
    {
        var result = await SendAsync(Get() with { Recording = null });
        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
    }

    [Test]
    public async Task Unknown_recordings_are_not_opened()
    {
        WithRecording(status: null);

        var result = await SendAsync(Get());

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
        _store.VerifyNoOtherCalls();
    }

    private static readonly Error[] StoreFailures =
    [
        RecordingErrors.NotFound,
        StorageErrors.Unavailable,
    ];

    [TestCaseSource(nameof(StoreFailures))]
    public async Task A_failure_of_the_store_is_returned(Error failure)
    {
        WithRecording(RecordingStatus.Complete);
        WithStored(failure);

        var result = await SendAsync(Get());

        Assert.That(result.Error, Is.EqualTo(failure));
    }

    [Test]
    public async Task A_recording_without_its_media_is_not_found()
    {
        WithRecording(RecordingStatus.Complete);
        WithStored(StorageErrors.NotFound);

        var result = await SendAsync(Get());

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
    }

    [TestCase(null, 0, 999, null)]
    [TestCase("bytes=0-99", 0, 99, 100)]
    [TestCase("bytes=900-", 900, 999, 100)]
    [TestCase("bytes=-1", 999, 999, 1)]
    [TestCase("bytes=0-1,5-6", 0, 999, null)]
    [TestCase("lines=1-2", 0, 999, null)]
    public async Task Content_is_read_once_and_stays_open(
        string? header,
        long start,
        long end,
        long? rangeLength
    )
    {
        var media = Playable();

        var playback = (await SendAsync(Get(header))).Value;

        Assert.That(media.Reads, Is.EqualTo([new ByteRange(start, end)]));
        Assert.That(media.Disposals, Is.Zero);
        Assert.That(playback.Range?.Length, Is.EqualTo(rangeLength));
        Assert.That(playback.ContentLength, Is.EqualTo(rangeLength ?? 1000));
        Assert.That(playback.FileName, Is.EqualTo("daily-abc--uid1.mp4"));

        await playback.DisposeAsync();
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    private static IEnumerable<TestCaseData<StreamRecordingRange, Error>> Unanswerable()
    {
        var other = new EntityTag("v0");
        yield return new(Get("bytes=5-2"), RecordingErrors.InvalidRange);
        yield return new(
            Get("bytes=1000-"),
            RecordingErrors.RangeNotSatisfiable with
            {
                Size = 1000,
            }
        );
        yield return new(
            Get("bytes=0-1", new MediaConditions { IfMatch = [other] }),
            RecordingErrors.PreconditionFailed
        );
    }

    [TestCaseSource(nameof(Unanswerable))]
    public async Task Media_that_is_not_sent_is_disposed_of(
        StreamRecordingRange request,
        Error expected
    )
    {
        var media = Playable();

        var result = await SendAsync(request);

        Assert.That(result.Error, Is.EqualTo(expected));
        Assert.That(media.Reads, Is.Empty);
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task A_matching_If_None_Match_returns_no_content_even_for_a_bad_range()
    {
        var media = Playable();
        var conditions = new MediaConditions { IfNoneMatch = [FakeMedia.Tag] };

        var playback = (await SendAsync(Get("bytes=9000-", conditions))).Value;

        Assert.That(playback.IsNotModified, Is.True);
        Assert.That(playback.Content, Is.Null);
        Assert.That(media.Reads, Is.Empty);
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task A_changed_recording_is_sent_whole_when_If_Range_names_the_old_one()
    {
        var media = Playable();
        var conditions = new MediaConditions { IfRangeTag = new EntityTag("v0") };

        var playback = (await SendAsync(Get("bytes=1-2", conditions))).Value;

        Assert.That(playback.Range, Is.Null);
        Assert.That(media.Reads, Is.EqualTo([new ByteRange(0, 999)]));
    }

    [Test]
    public async Task Headers_alone_are_returned_without_reading()
    {
        var media = Playable();

        var playback = (
            await SendAsync(
                Get(new MediaRequest(RangeHeader.Whole, MediaConditions.None, WithContent: false))
            )
        ).Value;

        Assert.That(playback.ContentLength, Is.EqualTo(1000));
        Assert.That(media.Reads, Is.Empty);
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task Empty_media_is_sent_without_reading()
    {
        var media = Playable(new FakeMedia(size: 0));

        var playback = (await SendAsync(Get())).Value;

        Assert.That(playback.ContentLength, Is.Zero);
        Assert.That(media.Reads, Is.Empty);
        await playback.DisposeAsync();
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task Media_that_cannot_be_read_is_disposed_of()
    {
        var media = Playable(new FakeMedia { ReadFailure = StorageErrors.Unavailable });

        var result = await SendAsync(Get());

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    [Test]
    public void Media_is_disposed_of_when_reading_throws()
    {
        var media = Playable(new FakeMedia { ReadThrows = true });

        Assert.That(() => SendAsync(Get()), Throws.InstanceOf<IOException>());
        Assert.That(media.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task The_known_facts_of_the_media_are_passed_to_the_store()
    {
        var media = Playable();

        await SendAsync(Get());

        _store.Verify(store =>
            store.OpenAsync(RecordingId.Parse(Id), media.Facts, It.IsAny<CancellationToken>())
        );
    }

    [Test]
    public async Task The_facts_that_the_store_returns_first_are_saved()
    {
        var media = new FakeMedia();
        WithRecording(RecordingStatus.Complete);
        WithStored(media);
        ExpectToRemember(media.Facts);

        var result = await SendAsync(Get());

        Assert.That(result.IsFailure, Is.False);
        _recordings.VerifyAll();
    }

    [Test]
    public async Task Replaced_media_is_requested_again_once()
    {
        var old = new MediaFacts(1, new EntityTag("old"), Given.Now);
        var replaced = new FakeMedia { ReadFailure = StorageErrors.Replaced };
        var current = new FakeMedia();
        WithRecording(RecordingStatus.Complete, old);
        WithStored(current);
        _store
            .Setup(store =>
                store.OpenAsync(RecordingId.Parse(Id), old, It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(replaced);
        ExpectToRemember(current.Facts);

        var result = await SendAsync(Get());

        Assert.That(result.Value.Facts, Is.EqualTo(current.Facts));
        Assert.That(replaced.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task Media_that_is_replaced_repeatedly_is_unavailable()
    {
        var media = Playable(new FakeMedia { ReadFailure = StorageErrors.Replaced });

        var result = await SendAsync(Get());

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(media.Disposals, Is.EqualTo(2));
    }

    private void ExpectToRemember(MediaFacts facts) =>
        _recordings.Setup(recordings => recordings.Remember(It.IsAny<Recording>(), facts));

    private static StreamRecordingRange Get(string? range = null) =>
        Get(new MediaRequest(RangeHeader.Parse(range), MediaConditions.None, WithContent: true));

    private static StreamRecordingRange Get(MediaRequest media) =>
        new(RecordingId.Parse(Id), media);

    private static StreamRecordingRange Get(string? range, MediaConditions conditions) =>
        Get(new MediaRequest(RangeHeader.Parse(range), conditions, WithContent: true));

    private FakeMedia Playable(FakeMedia? media = null)
    {
        media ??= new FakeMedia();
        WithRecording(RecordingStatus.Complete, media.Facts);
        WithStored(media);
        return media;
    }

    private void WithRecording(RecordingStatus? status, MediaFacts? facts = null)
    {
        var id = RecordingId.Parse(Id);
        var recording = status is { } known
            ? new Recording
            {
                Id = id,
                Status = known,
                StartedAt = Given.Now,
                Media = facts,
            }
            : null;
        _recordings
            .Setup(recordings => recordings.FindAsync(id, It.IsAny<CancellationToken>()))
            .ReturnsAsync(recording);
    }

    private void WithStored(Result<StoredMedia> opened) =>
        _store
            .Setup(store =>
                store.OpenAsync(
                    RecordingId.Parse(Id),
                    It.IsAny<MediaFacts?>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(opened);

    private Task<Result<RecordingPlayback>> SendAsync(StreamRecordingRange request) =>
        new StreamRecordingRangeHandler(
            new RecordingPlayer(_recordings.Object, _store.Object)
        ).Handle(request, CancellationToken.None);
}
