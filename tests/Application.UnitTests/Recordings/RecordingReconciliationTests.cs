using Moq;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Recordings;

public sealed class RecordingReconciliationTests
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new RecordingPorts();

    [Test]
    public async Task Without_recordings_and_reservations_LiveKit_is_asked_once_for_all_rooms()
    {
        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        VerifyAskedForAllRoomsOnly();
    }

    [TestCase(RecordingStatus.Starting)]
    [TestCase(RecordingStatus.Active)]
    [TestCase(RecordingStatus.Ending)]
    public async Task A_running_recording_takes_the_status_that_LiveKit_reports(
        RecordingStatus status
    )
    {
        await using var media = new FakeMedia();
        _ports
            .WithReservation()
            .WithRecording(status)
            .WithEgress(RecordingPorts.Report(RecordingStatus.Complete))
            .WithMedia(media)
            .WithMetadata(Result.Ok);

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Complete));
        Assert.That(_ports.Stored.IsSettled);
        Assert.That(_ports.Signals, Has.Count.EqualTo(1));
        Assert.That(_ports.IsReserved, Is.False);
        _ports.VerifyMediaOpened(Times.Once());
    }

    [Test]
    public async Task The_removal_of_a_deleted_recording_is_finished_as_soon_as_the_store_answers()
    {
        _ports.WithRecording(RecordingPorts.Recorded(RecordingStatus.Complete).Delete());
        WithStoreAnswer(StorageErrors.Unavailable);
        var failed = await RunAsync();
        Assert.That(failed.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(_ports.Stored?.IsDeleted, Is.True);

        WithStoreAnswer(Result.Ok);
        var finished = await RunAsync();
        Assert.That(finished.Error, Is.Null);
        Assert.That(_ports.Stored, Is.Null);
    }

    private void WithStoreAnswer(Result answer) =>
        _ports
            .Store.Setup(store =>
                store.DeleteAsync(RecordingPorts.Id, It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(answer);

    [Test]
    public async Task A_recording_that_LiveKit_no_longer_knows_has_failed()
    {
        _ports
            .WithReservation()
            .WithRecording(RecordingStatus.Active)
            .WithEgress(RecordingErrors.NotFound);

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Failed));
        Assert.That(_ports.Stored.EndedAt, Is.EqualTo(Given.Now));
        Assert.That(_ports.Stored.Error, Is.Not.Empty);
        Assert.That(_ports.Stored.IsSettled);
        Assert.That(_ports.IsReserved, Is.False);
        Assert.That(_ports.Signals, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_recording_that_ends_while_it_is_marked_as_failed_keeps_its_end()
    {
        var ended = RecordingPorts.Recorded(RecordingStatus.Complete);
        _ports.WithRecording(RecordingStatus.Active).WithEgress(RecordingErrors.NotFound);
        _ports.Recordings.Interruption = others => others.Put(ended);

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored, Is.EqualTo(ended));
    }

    [Test]
    public async Task When_LiveKit_is_unavailable_nothing_changes()
    {
        _ports
            .WithReservation()
            .WithRecording(RecordingStatus.Active)
            .WithEgress(MeetingErrors.Unavailable);

        var result = await RunAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.Stored, Is.EqualTo(RecordingPorts.Recorded(RecordingStatus.Active)));
        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task An_ended_recording_that_is_not_settled_is_settled_without_asking_LiveKit()
    {
        await using var media = new FakeMedia();
        var halfDone = RecordingPorts.Recorded(RecordingStatus.Complete) with
        {
            SignalledStatus = RecordingStatus.Ending,
        };
        _ports.WithRecording(halfDone).WithMedia(media).WithMetadata(Result.Ok);

        await RunAsync();

        Assert.That(_ports.Stored!.IsSettled);
        VerifyAskedForAllRoomsOnly();
    }

    [Test]
    public async Task A_recording_that_cannot_be_settled_yet_does_not_delay_the_others()
    {
        await using var media = new FakeMedia();
        var (first, second) = (RecordingPorts.Id, RecordingPorts.OtherId);
        _ports
            .WithRecording(RecordingPorts.Recorded(RecordingStatus.Complete, first))
            .WithRecording(RecordingPorts.Recorded(RecordingStatus.Complete, second))
            .WithMedia(RecordingErrors.NotFound, first)
            .WithMedia(media, second)
            .WithMetadata(Result.Ok);

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Recordings[first]!.IsSettled, Is.False);
        Assert.That(_ports.Recordings[second]!.IsSettled);
    }

    [Test]
    public async Task An_unused_reservation_is_released_after_the_longest_start()
    {
        _ports
            .WithReservation()
            .WithUnderWay(RecordingPorts.Report(RecordingStatus.Active, RecordingPorts.OtherId));

        _ports.Clock.Advance(LongestStart);
        await RunAsync();
        Assert.That(_ports.IsReserved);
        _ports.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.IsReserved, Is.False);
        Assert.That(_ports.Recordings.IsEmpty);
    }

    [Test]
    public async Task A_recording_whose_node_died_before_saving_its_id_is_adopted()
    {
        _ports.WithReservation().WithUnderWay(RecordingPorts.Report(RecordingStatus.Active));
        _ports.Clock.Advance(LongestStart * 2);

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Active));
        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task The_room_of_a_running_recording_stays_reserved()
    {
        var report = RecordingPorts.Report(RecordingStatus.Active);
        _ports
            .WithReservation()
            .WithRecording(RecordingStatus.Active)
            .WithEgress(report)
            .WithUnderWay(report);
        _ports.Clock.Advance(TimeSpan.FromHours(3));

        await RunAsync();

        Assert.That(_ports.IsReserved);
        Assert.That(_ports.Recordings.Replacements, Is.Zero);
    }

    [Test]
    public async Task While_LiveKit_cannot_list_egresses_a_reservation_is_kept()
    {
        _ports.WithReservation().WithUnderWayUnknown();
        _ports.Clock.Advance(LongestStart * 2);

        var result = await RunAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task While_LiveKit_cannot_list_egresses_a_reservation_ends_after_10_minutes()
    {
        _ports.WithReservation().WithUnderWayUnknown();

        _ports.Clock.Advance(TimeSpan.FromMinutes(10));
        await RunAsync();
        Assert.That(_ports.IsReserved);
        _ports.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await RunAsync();

        Assert.That(_ports.IsReserved, Is.False);
    }

    [Test]
    public async Task While_LiveKit_cannot_list_egresses_the_room_of_a_running_recording_stays_reserved()
    {
        _ports
            .WithReservation()
            .WithRecording(RecordingStatus.Active)
            .WithEgress(MeetingErrors.Unavailable)
            .WithUnderWayUnknown();
        _ports.Clock.Advance(TimeSpan.FromHours(3));

        await RunAsync();

        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task A_recording_that_LiveKit_does_not_answer_for_does_not_delay_the_others()
    {
        _ports
            .WithRecording(RecordingPorts.Recorded(RecordingStatus.Active, RecordingPorts.Id))
            .WithRecording(RecordingPorts.Recorded(RecordingStatus.Active, RecordingPorts.OtherId))
            .WithEgress(MeetingErrors.Unavailable)
            .WithEgress(RecordingErrors.NotFound, RecordingPorts.OtherId);

        var result = await RunAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(
            _ports.Recordings[RecordingPorts.OtherId]!.Status,
            Is.EqualTo(RecordingStatus.Failed)
        );
    }

    [Test]
    public async Task An_exception_for_one_recording_does_not_keep_a_reservation_from_being_released()
    {
        _ports
            .WithRecording(RecordingPorts.Recorded(RecordingStatus.Active, RecordingPorts.OtherId))
            .WithReservation();
        _ports
            .Egresses.Setup(egresses =>
                egresses.FindAsync(RecordingPorts.OtherId, It.IsAny<CancellationToken>())
            )
            .ThrowsAsync(new InvalidOperationException("Nobody expected it"));
        _ports.Clock.Advance(LongestStart * 2);

        await RunAsync();

        Assert.That(_ports.IsReserved, Is.False);
    }

    [TestCase(RecordingStatus.Starting)]
    [TestCase(RecordingStatus.Active)]
    public async Task An_unknown_egress_is_stopped_and_becomes_a_recording(RecordingStatus status)
    {
        var report = RecordingPorts.Report(status) with { IsInOurStore = true };
        _ports
            .WithRoom(Given.Room())
            .WithUnderWay(report)
            .WithEgress(report)
            .WithStop(RecordingPorts.Report(RecordingStatus.Ending));

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Ending));
        _ports.VerifyStopped(Times.Once());
    }

    [Test]
    public async Task An_unknown_egress_that_cannot_be_stopped_is_stopped_in_the_next_pass()
    {
        var report = RecordingPorts.Report(RecordingStatus.Active) with { IsInOurStore = true };
        _ports
            .WithRoom(null, isOver: true)
            .WithUnderWay(report)
            .WithEgress(report)
            .WithStop(MeetingErrors.Unavailable);
        await RunAsync();
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Active));

        _ports.WithStop(RecordingPorts.Report(RecordingStatus.Ending));
        await RunAsync();

        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Ending));
    }

    private static IEnumerable<TestCaseData<EgressReport, bool, bool>> NotToBeEnded()
    {
        var report = RecordingPorts.Report(RecordingStatus.Active);
        yield return new(report with { IsInOurStore = true }, false, false);
        yield return new(report, true, false);
        yield return new(report with { IsInOurStore = true }, true, true);
        yield return new(
            report with
            {
                IsInOurStore = true,
                Status = RecordingStatus.Ending,
            },
            true,
            false
        );
    }

    [TestCaseSource(nameof(NotToBeEnded))]
    public async Task An_egress_that_is_foreign_or_known_or_ending_is_not_stopped(
        EgressReport report,
        bool isRoomOurs,
        bool isReserved
    )
    {
        _ports.WithRoom(isRoomOurs ? Given.Room() : null).WithUnderWay(report);
        if (isReserved)
            _ports.WithReservation();

        await RunAsync();

        Assert.That(_ports.Recordings.IsEmpty);
        _ports.VerifyStopped(Times.Never());
    }

    [Test]
    public async Task An_egress_that_has_ended_does_not_become_a_recording()
    {
        var report = RecordingPorts.Report(RecordingStatus.Active) with { IsInOurStore = true };
        _ports
            .WithRoom(Given.Room())
            .WithUnderWay(report)
            .WithEgress(RecordingPorts.Report(RecordingStatus.Complete));

        await RunAsync();

        Assert.That(_ports.Recordings.IsEmpty);
        _ports.VerifyStopped(Times.Never());
    }

    private void VerifyAskedForAllRoomsOnly()
    {
        _ports.Egresses.Verify(
            egresses => egresses.ListUnderWayAsync(null, It.IsAny<CancellationToken>()),
            Times.Once()
        );
        _ports.Egresses.VerifyNoOtherCalls();
    }

    private Task<Result> RunAsync() =>
        _ports.Reconciliation.RunAsync(onlyIfUnsettled: false, CancellationToken.None);
}
