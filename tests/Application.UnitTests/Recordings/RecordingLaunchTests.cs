using Moq;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Recordings;

public sealed class RecordingLaunchTests
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new RecordingPorts().WithReservation();

    [Test]
    public async Task A_failed_start_without_a_running_egress_releases_the_room()
    {
        _ports
            .WithStart(MeetingErrors.Unavailable)
            .WithUnderWay(RecordingPorts.Report(RecordingStatus.Active, RecordingPorts.OtherId));

        var result = await StartAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.IsReserved, Is.False);
        Assert.That(_ports.Recordings.IsEmpty);
    }

    [Test]
    public async Task A_failed_start_keeps_the_room_reserved_when_LiveKit_cannot_list_egresses()
    {
        _ports.WithStart(MeetingErrors.Unavailable).WithUnderWayUnknown();

        var result = await StartAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task A_start_whose_answer_was_lost_is_stopped()
    {
        _ports
            .WithStart(MeetingErrors.Unavailable)
            .WithUnderWay(RecordingPorts.Report(RecordingStatus.Active))
            .WithStop(RecordingPorts.Report(RecordingStatus.Ending));

        var result = await StartAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Ending));
        Assert.That(_ports.IsReserved, Is.False);
        _ports.VerifyStopped(Times.Once());
    }

    [Test]
    public async Task A_start_whose_answer_was_lost_keeps_the_room_reserved_if_it_cannot_be_stopped()
    {
        _ports
            .WithStart(MeetingErrors.Unavailable)
            .WithUnderWay(RecordingPorts.Report(RecordingStatus.Active))
            .WithStop(MeetingErrors.Unavailable);

        var result = await StartAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.IsReserved);
    }

    [TestCase(RecordingStatus.Active)]
    [TestCase(RecordingStatus.Ending)]
    public async Task A_recording_that_is_active_at_once_is_returned_at_once(RecordingStatus status)
    {
        _ports.WithStart(RecordingPorts.Report(status));

        var result = await StartAsync();

        Assert.That(result.Value, Is.EqualTo(RecordingPorts.Recorded(status)));
        Assert.That(_ports.IsReserved);
    }

    [Test]
    public async Task A_recording_is_polled_until_it_is_active_even_if_polls_fail()
    {
        _ports.WithStart(RecordingPorts.Report(RecordingStatus.Starting));
        _ports
            .Egresses.SetupSequence(egresses =>
                egresses.FindAsync(RecordingPorts.Id, It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(MeetingErrors.Unavailable)
            .ReturnsAsync(RecordingPorts.Report(RecordingStatus.Starting))
            .ReturnsAsync(RecordingErrors.NotFound)
            .ReturnsAsync(RecordingPorts.Report(RecordingStatus.Active));

        var result = await PassTimeAsync(StartAsync(), PollInterval * 4);

        Assert.That(result.Value.Status, Is.EqualTo(RecordingStatus.Active));
        Assert.That(_ports.IsReserved);
    }

    [TestCase(RecordingStatus.Failed)]
    [TestCase(RecordingStatus.Aborted)]
    public async Task A_recording_that_fails_while_starting_is_an_error(RecordingStatus status)
    {
        _ports
            .WithStart(RecordingPorts.Report(RecordingStatus.Starting))
            .WithEgress(RecordingPorts.Report(status));

        var result = await PassTimeAsync(StartAsync(), PollInterval);

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotStarted));
        Assert.That(_ports.Stored!.Status, Is.EqualTo(status));
        Assert.That(_ports.IsReserved, Is.False);
    }

    [Test]
    public async Task A_recording_that_is_not_active_after_30_seconds_is_stopped_and_the_room_released()
    {
        _ports
            .WithStart(RecordingPorts.Report(RecordingStatus.Starting))
            .WithEgress(RecordingPorts.Report(RecordingStatus.Starting))
            .WithStop(RecordingPorts.Report(RecordingStatus.Ending));

        var start = StartAsync();
        await PassTimeAsync(start, Patience - PollInterval, untilItEnds: false);
        _ports.VerifyStopped(Times.Never());
        var result = await PassTimeAsync(start, PollInterval);

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotStarted));
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Ending));
        Assert.That(_ports.IsReserved, Is.False);
        _ports.VerifyStopped(Times.Once());
    }

    [Test]
    public async Task A_recording_that_cannot_be_stopped_keeps_its_room_reserved()
    {
        _ports
            .WithStart(RecordingPorts.Report(RecordingStatus.Starting))
            .WithEgress(MeetingErrors.Unavailable)
            .WithStop(MeetingErrors.Unavailable);

        var result = await PassTimeAsync(StartAsync(), Patience);

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotStarted));
        Assert.That(_ports.IsReserved, "it may still record: a second recording must not start");
    }

    [Test]
    public async Task A_recording_deleted_while_starting_is_an_error()
    {
        _ports
            .WithStart(RecordingPorts.Report(RecordingStatus.Starting))
            .WithEgress(RecordingPorts.Report(RecordingStatus.Failed));
        var start = StartAsync();

        await _ports.Progress.ApplyAsync(
            RecordingPorts.Report(RecordingStatus.Failed),
            CancellationToken.None
        );
        _ports.Recordings.Remove(RecordingPorts.Id);
        var result = await PassTimeAsync(start, PollInterval);

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotStarted));
        Assert.That(_ports.Recordings.IsEmpty);
    }

    [Test]
    public async Task A_caller_who_leaves_does_not_end_the_recording()
    {
        _ports.WithStart(RecordingPorts.Report(RecordingStatus.Starting));
        using var waiting = new CancellationTokenSource();
        var start = StartAsync(waiting.Token);

        await waiting.CancelAsync();

        Assert.That(() => start, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_ports.IsReserved);
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Starting));
        _ports.VerifyStopped(Times.Never());
    }

    [Test]
    public async Task LiveKits_answer_is_saved_even_if_the_caller_has_left()
    {
        _ports.WithStart(RecordingPorts.Report(RecordingStatus.Active));

        var result = await StartAsync(new CancellationToken(canceled: true));

        Assert.That(result.Value, Is.EqualTo(_ports.Stored));
    }

    private Task<Result<Recording>> StartAsync(CancellationToken waiting = default) =>
        _ports.Launch.StartAsync(RecordingPorts.Room, RecordingPorts.Id.Uid, waiting);

    /// <summary>Advances the clock, one check at a time.</summary>
    private async Task<Result<Recording>> PassTimeAsync(
        Task<Result<Recording>> start,
        TimeSpan most,
        bool untilItEnds = true
    )
    {
        for (var passed = TimeSpan.Zero; passed < most; passed += PollInterval)
        {
            Assert.That(start.IsCompleted, Is.False, $"after {passed}");
            _ports.Clock.Advance(PollInterval);
        }

        Assert.That(start.IsCompleted, Is.EqualTo(untilItEnds), $"after {most}");
        return untilItEnds ? await start : RecordingErrors.StillStarting;
    }
}
