using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Recordings;

public sealed class DeleteRecordingsTests
{
    private const string Id = "daily-abc--EG_1--uid1";
    private const string OtherId = "daily-abc--EG_2--uid2";

    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new RecordingPorts();

    [TestCase(RecordingStatus.Complete)]
    [TestCase(RecordingStatus.LimitReached)]
    [TestCase(RecordingStatus.Failed)]
    [TestCase(RecordingStatus.Aborted)]
    public async Task The_recording_is_marked_then_its_media_and_its_row_are_removed_and_the_room_is_signalled(
        RecordingStatus status
    )
    {
        var recording = RecordingPorts.Recorded(status);
        _ports.WithRecording(recording);
        _ports
            .Store.Setup(store =>
                store.DeleteAsync(RecordingPorts.Id, It.IsAny<CancellationToken>())
            )
            .Callback(() =>
            {
                Assert.That(_ports.Stored, Is.EqualTo(recording.Delete()));
                Assert.That(_ports.Signals, Is.Empty);
            })
            .ReturnsAsync(Result.Ok);

        var result = await SendAsync(Id);

        Assert.That(result.Value.Deleted, Is.EqualTo([Id]));
        Assert.That(result.Value.Kept, Is.Empty);
        Assert.That(_ports.Stored, Is.Null);
        Assert.That(_ports.Signals, Is.EqualTo(new[] { new RecordingDeleted(recording) }));
    }

    [Test]
    public async Task A_recording_whose_media_cannot_be_removed_is_kept_for_another_attempt()
    {
        _ports.WithRecording(RecordingStatus.Complete);
        WithStoreAnswer(RecordingPorts.Id, StorageErrors.Unavailable);

        var kept = await SendAsync(Id);

        Assert.That(kept.Value.Deleted, Is.Empty);
        Assert.That(
            kept.Value.Kept,
            Is.EqualTo([new KeptRecording(Id, StorageErrors.Unavailable)])
        );
        Assert.That(_ports.Stored?.IsDeleted, Is.True);
        Assert.That(_ports.Signals, Is.Empty);

        WithStoreAnswer(RecordingPorts.Id, Result.Ok);
        var deleted = await SendAsync(Id);
        Assert.That(deleted.Value.Deleted, Is.EqualTo([Id]));
    }

    [Test]
    public void A_database_that_fails_leaves_the_media_untouched()
    {
        _ports.WithRecording(RecordingStatus.Complete);
        _ports.Recordings.Interruption = _ => throw new TimeoutException("locked");

        Assert.That(() => SendAsync(Id), Throws.InstanceOf<TimeoutException>());
        // The store is strict: a call to it would have failed the test.
        Assert.That(_ports.Stored?.Status, Is.EqualTo(RecordingStatus.Complete));
    }

    [Test]
    public async Task A_database_that_fails_later_hides_none_of_the_recordings_that_are_deleted()
    {
        _ports
            .WithRecording(RecordingStatus.Complete)
            .WithRecording(
                RecordingPorts.Recorded(RecordingStatus.Complete, RecordingPorts.OtherId)
            );
        _ports
            .Store.Setup(store =>
                store.DeleteAsync(RecordingPorts.Id, It.IsAny<CancellationToken>())
            )
            .Callback(() =>
                _ports.Recordings.Interruption = _ => throw new TimeoutException("locked")
            )
            .ReturnsAsync(Result.Ok);

        var result = await SendAsync(Id, OtherId);

        Assert.That(result.Value.Deleted, Is.EqualTo([Id]));
        Assert.That(
            result.Value.Kept,
            Is.EqualTo([new KeptRecording(OtherId, StorageErrors.Unavailable)])
        );
    }

    [Test]
    public async Task A_recording_that_is_changed_concurrently_is_deleted()
    {
        var recording = RecordingPorts.Recorded(RecordingStatus.Complete);
        _ports.WithRecording(recording);
        _ports.Recordings.Interruption = recordings =>
            recordings.Put(recording with { IsDescribed = true });
        WithStoreAnswer(RecordingPorts.Id, Result.Ok);

        var result = await SendAsync(Id);

        Assert.That(result.Value.Deleted, Is.EqualTo([Id]));
        Assert.That(_ports.Stored, Is.Null);
    }

    [Test]
    public async Task A_signal_that_fails_does_not_fail_the_deletion()
    {
        _ports.WithRecording(RecordingStatus.Complete).WithSignals(MeetingErrors.Unavailable);
        WithStoreAnswer(RecordingPorts.Id, Result.Ok);

        var result = await SendAsync(Id);

        Assert.That(result.Value.Deleted, Is.EqualTo([Id]));
        Assert.That(result.Value.Kept, Is.Empty);
        Assert.That(_ports.Stored, Is.Null);
    }

    [TestCase(RecordingStatus.Starting)]
    [TestCase(RecordingStatus.Active)]
    [TestCase(RecordingStatus.Ending)]
    public async Task A_running_recording_is_kept(RecordingStatus status)
    {
        _ports.WithRecording(status);

        var result = await SendAsync(Id);

        Assert.That(
            result.Value.Kept,
            Is.EqualTo([new KeptRecording(Id, RecordingErrors.InProgress)])
        );
        Assert.That(_ports.Stored, Is.Not.Null);
    }

    [Test]
    public async Task Each_recording_is_deleted_once_independently_of_the_others()
    {
        _ports
            .WithRecording(RecordingStatus.Complete)
            .WithRecording(RecordingPorts.Recorded(RecordingStatus.Failed, RecordingPorts.OtherId));
        WithStoreAnswer(RecordingPorts.Id, StorageErrors.Unavailable);
        WithStoreAnswer(RecordingPorts.OtherId, Result.Ok);

        var result = await SendAsync("no id", Id, "a--b--c", OtherId, OtherId);

        Assert.That(result.Value.Deleted, Is.EqualTo([OtherId]));
        Assert.That(
            result.Value.Kept,
            Is.EqualTo([
                new KeptRecording("no id", RecordingErrors.NotFound),
                new KeptRecording(Id, StorageErrors.Unavailable),
                new KeptRecording("a--b--c", RecordingErrors.NotFound),
            ])
        );
    }

    private void WithStoreAnswer(RecordingId id, Result answer) =>
        _ports
            .Store.Setup(store => store.DeleteAsync(id, It.IsAny<CancellationToken>()))
            .ReturnsAsync(answer);

    private Task<Result<DeletedRecordings>> SendAsync(params string[] ids) =>
        new DeleteRecordingsHandler(
            _ports.Removal,
            new AuditTrail(),
            NullLogger<DeleteRecordingsHandler>.Instance
        ).Handle(
            new DeleteRecordings([
                .. ids.Select(id => new RecordingReference(
                    id,
                    RecordingId.TryParse(id, out var parsed) ? parsed : null
                )),
            ]),
            CancellationToken.None
        );
}
