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
    public async Task What_is_no_recording_cannot_be_stopped(string id)
    {
        var result = await SendAsync(id);
        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
    }

    [Test]
    public async Task A_room_that_may_not_be_recorded_lets_nobody_stop()
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
    public async Task Only_a_recording_that_runs_is_stopped(RecordingStatus status, Error expected)
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
    public async Task What_the_room_could_not_be_told_does_not_fail_the_stop()
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
    public async Task LiveKit_s_refusal_leaves_the_recording_as_it_was(Error failure)
    {
        _ports.WithRecording(RecordingStatus.Active).WithStop(failure);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(failure));
        Assert.That(_ports.Stored, Is.EqualTo(RecordingPorts.Recorded(RecordingStatus.Active)));
    }

    [Test]
    public async Task A_caller_who_leaves_after_LiveKit_has_stopped_it_loses_nothing()
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
    public async Task A_recording_that_is_deleted_meanwhile_is_not_found()
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
