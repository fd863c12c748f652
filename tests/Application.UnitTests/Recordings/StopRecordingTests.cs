using Moq;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Recordings;

public sealed class StopRecordingTests
{
    private Mock<IRoomRepository> _rooms = null!;
    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp()
    {
        _rooms = new(MockBehavior.Strict);
        _ports = new RecordingPorts();
        WithRoom(Given.Room());
    }

    [TestCase("")]
    [TestCase("daily-abc")]
    [TestCase("daily-abc--EG_1--uid1--")]
    [TestCase("daily-abc--EG_9--uid9")]
    public async Task An_unknown_or_malformed_id_is_not_found(string id)
    {
        var result = await SendAsync(id);
        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
    }

    [Test]
    public async Task A_deleted_recording_is_not_found()
    {
        _ports.WithRecording(RecordingPorts.Recorded(RecordingStatus.Complete).Delete());

        var result = await SendAsync($"{RecordingPorts.Id}");

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
    }

    [Test]
    public async Task When_recording_is_disabled_in_the_room_stopping_is_forbidden()
    {
        _ports.WithRecording(RecordingStatus.Active);
        WithRoom(
            new Room
            {
                Name = RecordingPorts.Room,
                Prefix = RoomNamePrefix.From("daily"),
                CreatedAt = Given.Now,
                ExpiresAt = Given.Now.AddDays(1),
                ModeratorSecret = new RoomSecret(Given.ModeratorSecret),
                PublisherSecret = new RoomSecret(Given.PublisherSecret),
                Preferences = new RoomPreferences(RecordingEnabled: false),
            }
        );

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InsufficientPermissions));
    }

    private static IEnumerable<TestCaseData<RecordingStatus, Error>> NotStoppable()
    {
        yield return new(RecordingStatus.Starting, RecordingErrors.StillStarting);
        yield return new(RecordingStatus.Ending, RecordingErrors.AlreadyStopped);
        yield return new(RecordingStatus.Complete, RecordingErrors.AlreadyStopped);
        yield return new(RecordingStatus.Failed, RecordingErrors.AlreadyStopped);
        yield return new(RecordingStatus.Aborted, RecordingErrors.AlreadyStopped);
        yield return new(RecordingStatus.LimitReached, RecordingErrors.AlreadyStopped);
    }

    [TestCaseSource(nameof(NotStoppable))]
    public async Task Only_a_running_recording_can_be_stopped(
        RecordingStatus status,
        Error expected
    )
    {
        _ports.WithRecording(status);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(expected));
        _ports.Egresses.VerifyNoOtherCalls();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_stopped_recording_is_ending_even_if_its_room_is_deleted(bool hasRoom)
    {
        WithRoom(hasRoom ? Given.Room() : null);
        _ports
            .WithRecording(RecordingStatus.Active)
            .WithStop(RecordingPorts.Report(RecordingStatus.Ending));

        var result = await SendAsync();

        Assert.That(result.Value, Is.EqualTo(RecordingPorts.Recorded(RecordingStatus.Ending)));
        Assert.That(_ports.Stored, Is.EqualTo(result.Value));
    }

    [Test]
    public async Task A_signal_that_fails_does_not_fail_the_stop()
    {
        _ports
            .WithRecording(RecordingStatus.Active)
            .WithStop(RecordingPorts.Report(RecordingStatus.Ending))
            .WithSignals(MeetingErrors.Unavailable);

        var result = await SendAsync();

        Assert.That(result.Value.Status, Is.EqualTo(RecordingStatus.Ending));
    }

    private static readonly Error[] Failures =
    [
        MeetingErrors.Unavailable,
        RecordingErrors.NotFound,
        RecordingErrors.AlreadyStopped,
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task When_LiveKit_refuses_the_recording_stays_unchanged(Error failure)
    {
        _ports.WithRecording(RecordingStatus.Active).WithStop(failure);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(failure));
        Assert.That(_ports.Stored, Is.EqualTo(RecordingPorts.Recorded(RecordingStatus.Active)));
    }

    [Test]
    public async Task When_the_caller_leaves_after_LiveKit_has_stopped_the_status_is_saved()
    {
        using var leaving = new CancellationTokenSource();
        _ports.WithRecording(RecordingStatus.Active);
        _ports
            .Egresses.Setup(egresses => egresses.StopAsync(RecordingPorts.Id, leaving.Token))
            .Callback(leaving.Cancel)
            .ReturnsAsync(RecordingPorts.Report(RecordingStatus.Ending));

        await SendAsync(ct: leaving.Token);

        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Ending));
    }

    [Test]
    public async Task A_recording_deleted_at_the_same_time_is_not_found()
    {
        _ports.WithRecording(RecordingStatus.Active);
        _ports
            .Egresses.Setup(egresses =>
                egresses.StopAsync(RecordingPorts.Id, It.IsAny<CancellationToken>())
            )
            .Callback(() => _ports.Recordings.Remove(RecordingPorts.Id))
            .ReturnsAsync(RecordingPorts.Report(RecordingStatus.Ending));

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
        Assert.That(_ports.Recordings.IsEmpty);
    }

    private void WithRoom(Room? room) =>
        _rooms
            .Setup(rooms => rooms.FindAsync(RecordingPorts.Room, It.IsAny<CancellationToken>()))
            .ReturnsAsync(room);

    private Task<Result<Recording>> SendAsync(string? id = null, CancellationToken ct = default) =>
        new StopRecordingHandler(
            _rooms.Object,
            _ports.Recordings,
            _ports.Egresses.Object,
            _ports.Progress
        ).Handle(
            new StopRecording(
                id is null ? RecordingPorts.Id
                : RecordingId.TryParse(id, out var parsed) ? parsed
                : null
            ),
            ct
        );
}
