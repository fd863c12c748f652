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
    public async Task Without_recordings_and_reservations_LiveKit_is_not_asked()
    {
        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        _ports.Egresses.VerifyNoOtherCalls();
    }

    [TestCase(RecordingStatus.Starting)]
    [TestCase(RecordingStatus.Active)]
    [TestCase(RecordingStatus.Ending)]
    public async Task A_recording_under_way_is_brought_to_where_LiveKit_says_it_is(
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
    public async Task A_recording_that_LiveKit_has_forgotten_has_failed()
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
    public async Task A_recording_that_ends_while_it_is_given_up_stays_as_it_ended()
    {
        var ended = RecordingPorts.Recorded(RecordingStatus.Complete);
        _ports.WithRecording(RecordingStatus.Active).WithEgress(RecordingErrors.NotFound);
        _ports.Recordings.Interruption = others => others.Put(ended);

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored, Is.EqualTo(ended));
    }

    [Test]
    public async Task Where_LiveKit_is_not_available_everything_stays_as_it_is()
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
    public async Task What_was_left_half_done_of_an_ended_recording_is_finished_without_asking_LiveKit()
    {
        await using var media = new FakeMedia();
        var halfDone = RecordingPorts.Recorded(RecordingStatus.Complete) with
        {
            SignalledStatus = RecordingStatus.Ending,
        };
        _ports.WithRecording(halfDone).WithMedia(media).WithMetadata(Result.Ok);

        await RunAsync();

        Assert.That(_ports.Stored!.IsSettled);
        _ports.Egresses.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_recording_that_cannot_be_settled_yet_does_not_keep_the_others_waiting()
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
    public async Task A_reservation_that_nothing_came_of_is_released_when_no_start_takes_so_long()
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
    public async Task A_recording_whose_node_died_before_it_knew_the_id_is_adopted()
    {
        _ports.WithReservation().WithUnderWay(RecordingPorts.Report(RecordingStatus.Active));
        _ports.Clock.Advance(LongestStart * 2);

        var result = await RunAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Active));
        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task The_room_of_a_recording_that_goes_on_stays_reserved()
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
    public async Task A_reservation_of_which_LiveKit_cannot_say_anything_is_kept()
    {
        _ports.WithReservation().WithUnderWayUnknown();
        _ports.Clock.Advance(LongestStart * 2);

        var result = await RunAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.IsReserved);
    }

    private Task<Result> RunAsync() => _ports.Reconciliation.RunAsync(CancellationToken.None);
}
