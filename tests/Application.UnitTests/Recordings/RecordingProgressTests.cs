using Moq;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Recordings;

public sealed class RecordingProgressTests
{
    /// <summary>The statuses that LiveKit reports.</summary>
    private static readonly RecordingStatus[] Statuses =
    [
        .. Enum.GetValues<RecordingStatus>().Where(status => status != RecordingStatus.Deleted),
    ];

    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new RecordingPorts();

    [TestCaseSource(nameof(Statuses))]
    public async Task A_report_of_an_unknown_recording_without_a_reservation_does_nothing(
        RecordingStatus status
    )
    {
        _ports.WithReservation(RecordingPorts.OtherId);

        var result = await ApplyAsync(status);

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
        Assert.That(_ports.Recordings.IsEmpty);
        Assert.That(_ports.Signals, Is.Empty);
        Assert.That(_ports.Reservations.IsReserved(RecordingPorts.OtherId));
    }

    [TestCaseSource(nameof(Statuses))]
    public async Task A_report_of_a_deleted_recording_does_nothing(RecordingStatus status)
    {
        var deleted = RecordingPorts.Recorded(RecordingStatus.Complete).Delete();
        _ports.WithRecording(deleted);

        var result = await ApplyAsync(status);

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
        Assert.That(_ports.Stored, Is.EqualTo(deleted));
        Assert.That(_ports.Signals, Is.Empty);
    }

    [TestCase(RecordingStatus.Starting)]
    [TestCase(RecordingStatus.Active)]
    public async Task A_report_of_an_unknown_recording_with_a_reservation_adopts_it(
        RecordingStatus status
    )
    {
        _ports.WithReservation();

        var result = await ApplyAsync(status);

        Assert.That(result.Error, Is.Null);
        Assert.That(result.Value, Is.EqualTo(RecordingPorts.Recorded(status)));
        Assert.That(_ports.Stored, Is.EqualTo(result.Value));
        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task A_recording_adopted_concurrently_is_read_again()
    {
        _ports.WithReservation();
        _ports.Recordings.Interruption = others =>
            others.Put(RecordingPorts.Recorded(RecordingStatus.Ending));

        var result = await ApplyAsync(RecordingStatus.Active);

        Assert.That(result.Value, Is.EqualTo(RecordingPorts.Recorded(RecordingStatus.Ending)));
        Assert.That(_ports.Stored, Is.EqualTo(result.Value));
    }

    [Test]
    public async Task A_recording_changed_concurrently_is_read_again()
    {
        _ports.WithRecording(RecordingStatus.Starting);
        _ports.Recordings.Interruption = others =>
            others.Put(RecordingPorts.Recorded(RecordingStatus.Ending));

        var result = await ApplyAsync(RecordingStatus.Active);

        Assert.That(result.Value.Status, Is.EqualTo(RecordingStatus.Ending));
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Ending));
        Assert.That(_ports.Signals, Is.Empty);
    }

    [Test]
    public async Task A_later_report_wins_over_a_concurrent_change()
    {
        _ports.WithRecording(RecordingStatus.Starting);
        _ports.Recordings.Interruption = others =>
            others.Put(RecordingPorts.Recorded(RecordingStatus.Active));

        var result = await ApplyAsync(RecordingStatus.Failed);

        Assert.That(result.Value.Status, Is.EqualTo(RecordingStatus.Failed));
        Assert.That(_ports.Stored, Is.EqualTo(result.Value));
    }

    [Test]
    public async Task A_recording_deleted_concurrently_is_not_restored()
    {
        _ports.WithRecording(RecordingStatus.Ending);
        _ports.Recordings.Interruption = others => others.Remove(RecordingPorts.Id);

        var result = await ApplyAsync(RecordingStatus.Failed);

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
        Assert.That(_ports.Recordings.IsEmpty);
    }

    [TestCase(RecordingStatus.Active, RecordingStatus.Starting)]
    [TestCase(RecordingStatus.Active, RecordingStatus.Active)]
    [TestCase(RecordingStatus.Failed, RecordingStatus.Active)]
    [TestCase(RecordingStatus.Failed, RecordingStatus.Complete)]
    public async Task A_report_without_a_later_status_changes_and_signals_nothing(
        RecordingStatus known,
        RecordingStatus reported
    )
    {
        _ports.WithRecording(known);

        var result = await ApplyAsync(reported);

        Assert.That(result.Value, Is.EqualTo(RecordingPorts.Recorded(known)));
        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Recordings.Replacements, Is.Zero);
        Assert.That(_ports.Signals, Is.Empty);
    }

    [TestCase(RecordingStatus.Starting, true)]
    [TestCase(RecordingStatus.Active, true)]
    [TestCase(RecordingStatus.Ending, true)]
    [TestCase(RecordingStatus.Complete, false)]
    [TestCase(RecordingStatus.Failed, false)]
    [TestCase(RecordingStatus.Aborted, false)]
    [TestCase(RecordingStatus.LimitReached, false)]
    public async Task The_room_is_reserved_until_its_recording_has_ended(
        RecordingStatus status,
        bool reserved
    )
    {
        _ports.WithReservation().WithMedia(RecordingErrors.NotFound);

        await ApplyAsync(status);

        Assert.That(_ports.IsReserved, Is.EqualTo(reserved));
    }

    [TestCase(RecordingStatus.Complete)]
    [TestCase(RecordingStatus.LimitReached)]
    public async Task Complete_media_is_inspected_once_and_its_metadata_is_saved(
        RecordingStatus status
    )
    {
        await using var media = new FakeMedia(size: 42);
        _ports.WithRecording(RecordingStatus.Active).WithMedia(media).WithMetadata(Result.Ok);

        await ApplyAsync(status);
        var result = await ApplyAsync(status);

        var inspected = RecordingPorts.Recorded(RecordingStatus.Active) with
        {
            Status = status,
            Media = media.Facts,
            Size = 42,
            IsDescribed = true,
        };
        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored, Is.EqualTo(inspected with { SignalledStatus = status }));
        Assert.That(_ports.Stored!.IsSettled);
        Assert.That(_ports.Signals, Is.EqualTo(new[] { new RecordingProgressed(inspected) }));
        Assert.That(media.Disposals, Is.EqualTo(1));
        _ports.VerifyMediaOpened(Times.Once());
        _ports.VerifyMetadataWritten(inspected, Times.Once());
    }

    [TestCase(RecordingStatus.Failed)]
    [TestCase(RecordingStatus.Aborted)]
    public async Task Incomplete_media_is_not_requested(RecordingStatus status)
    {
        _ports.WithRecording(RecordingStatus.Active);

        var result = await ApplyAsync(status);

        Assert.That(result.Value.IsSettled);
        _ports.Store.VerifyNoOtherCalls();
    }

    private static readonly Error[] StoreFailures =
    [
        RecordingErrors.NotFound,
        StorageErrors.Unavailable,
    ];

    [TestCaseSource(nameof(StoreFailures))]
    public async Task While_the_media_is_missing_completion_is_not_signalled(Error failure)
    {
        await using var media = new FakeMedia();
        _ports.WithRecording(RecordingStatus.Active).WithMedia(failure).WithMetadata(Result.Ok);

        var first = await ApplyAsync(RecordingStatus.Complete);

        Assert.That(first.Error, Is.EqualTo(failure));
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Complete));
        Assert.That(_ports.Stored.IsSettled, Is.False);
        Assert.That(_ports.Signals, Is.Empty);

        _ports.WithMedia(media);
        var second = await ApplyAsync(RecordingStatus.Complete);

        Assert.That(second.Error, Is.Null);
        Assert.That(_ports.Stored.IsSettled);
        Assert.That(_ports.Signals, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Metadata_that_could_not_be_written_is_written_by_the_next_report()
    {
        await using var media = new FakeMedia();
        _ports
            .WithRecording(RecordingStatus.Active)
            .WithMedia(media)
            .WithMetadata(StorageErrors.Unavailable);

        var first = await ApplyAsync(RecordingStatus.Complete);

        Assert.That(first.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(_ports.Stored!.NeedsDescription);
        Assert.That(media.Disposals, Is.EqualTo(1));

        _ports.WithMetadata(Result.Ok);
        var second = await ApplyAsync(RecordingStatus.Complete);

        Assert.That(second.Error, Is.Null);
        Assert.That(_ports.Stored.IsSettled);
    }

    [Test]
    public async Task Only_a_failed_signal_is_repeated()
    {
        await using var media = new FakeMedia();
        _ports
            .WithRecording(RecordingStatus.Active)
            .WithMedia(media)
            .WithMetadata(Result.Ok)
            .WithSignals(MeetingErrors.Unavailable);

        var first = await ApplyAsync(RecordingStatus.Complete);

        Assert.That(first.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.Stored!.Media, Is.EqualTo(media.Facts));
        Assert.That(_ports.Stored.SignalledStatus, Is.EqualTo(RecordingStatus.Active));

        _ports.WithSignals(Result.Ok);
        var second = await ApplyAsync(RecordingStatus.Complete);

        Assert.That(second.Error, Is.Null);
        Assert.That(_ports.Stored.IsSettled);
        Assert.That(_ports.Signals, Has.Count.EqualTo(1));
        _ports.VerifyMediaOpened(Times.Once());
    }

    [Test]
    public async Task Each_status_is_signalled_once_to_the_room()
    {
        _ports.WithReservation();

        RecordingStatus[] life =
        [
            RecordingStatus.Starting,
            RecordingStatus.Active,
            RecordingStatus.Ending,
            RecordingStatus.Failed,
        ];
        foreach (var status in life)
        {
            await ApplyAsync(status);
            await ApplyAsync(status);
        }

        Assert.That(
            _ports.Signals.Cast<RecordingProgressed>().Select(signal => signal.Recording.Status),
            Is.EqualTo(life)
        );
    }

    private static readonly WebhookEvent[] WholeLife =
    [
        WebhookEvent.RecordingStarted,
        WebhookEvent.RecordingUpdated,
        WebhookEvent.RecordingEnded,
    ];

    [TestCase(RecordingStatus.Complete)]
    [TestCase(RecordingStatus.Failed)]
    public async Task Each_step_is_sent_to_webhooks_once_even_when_reported_again(
        RecordingStatus end
    )
    {
        await using var media = new FakeMedia();
        _ports.WithReservation().WithMedia(media).WithMetadata(Result.Ok);

        RecordingStatus[] life =
        [
            RecordingStatus.Starting,
            RecordingStatus.Active,
            RecordingStatus.Ending,
            end,
        ];
        foreach (var status in life)
        {
            await ApplyAsync(status);
            await ApplyAsync(status);
        }

        Assert.That(_ports.Recordings.Told, Is.EqualTo(WholeLife));
    }

    [Test]
    public async Task A_step_repeated_after_a_concurrent_change_is_sent_to_webhooks_once()
    {
        _ports.WithRecording(RecordingStatus.Starting);
        _ports.Recordings.Interruption = others =>
            others.Put(RecordingPorts.Recorded(RecordingStatus.Active));

        await ApplyAsync(RecordingStatus.Ending);

        Assert.That(_ports.Recordings.Told, Is.EqualTo([WebhookEvent.RecordingUpdated]));
    }

    [Test]
    public async Task Metadata_is_written_even_if_the_recording_was_watched_before()
    {
        await using var media = new FakeMedia();
        _ports
            .WithRecording(RecordingStatus.Active)
            .WithMedia(media)
            .WithMetadata(StorageErrors.Unavailable);
        await ApplyAsync(RecordingStatus.Complete);

        var unwatched = _ports.Recordings[RecordingPorts.Id]!;
        var watched = unwatched with { Media = media.Facts };
        await _ports.Recordings.TryReplaceAsync(unwatched, watched, CancellationToken.None);
        _ports.WithMetadata(Result.Ok);
        _ports.Store.Invocations.Clear();
        await ApplyAsync(RecordingStatus.Complete);

        _ports.Store.Verify(
            store => store.SaveMetadataAsync(It.IsAny<Recording>(), It.IsAny<CancellationToken>()),
            Times.Once()
        );
    }

    [Test]
    public async Task A_recording_that_is_changed_concurrently_on_every_attempt_is_unavailable()
    {
        _ports.WithRecording(RecordingStatus.Starting);
        _ports.Recordings.Interruption = ChangeAgain;

        var result = await ApplyAsync(RecordingStatus.Active);

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(_ports.Signals, Is.Empty);

        static void ChangeAgain(FakeRecordings others)
        {
            var known = others[RecordingPorts.Id]!;
            others.Put(
                known with
                {
                    SignalledStatus = known.SignalledStatus is null
                        ? RecordingStatus.Starting
                        : null,
                }
            );
            others.Interruption = ChangeAgain;
        }
    }

    /// <summary>Applies a report as the handling of an event does.</summary>
    private async Task<Result<Recording>> ApplyAsync(RecordingStatus status)
    {
        var report = RecordingPorts.Report(status);
        var advanced = await _ports.Progress.AdvanceAsync(report, CancellationToken.None);
        return advanced.IsFailure
            ? advanced
            : await _ports.Progress.SettleAsync(advanced.Value, CancellationToken.None);
    }
}
