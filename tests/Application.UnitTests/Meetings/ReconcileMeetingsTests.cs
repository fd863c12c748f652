using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.UnitTests.Recordings;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Meetings;

public sealed class ReconcileMeetingsTests
{
    private static readonly RoomName First = Given.RoomNamed("first");
    private static readonly RoomName Second = Given.RoomNamed("second");

    /// <summary>Of a later hold, the event of the join may still arrive.</summary>
    private static readonly DateTimeOffset MadeBefore = Given.Now.AddSeconds(-10);

    private readonly Dictionary<RoomName, RoomExistence> _existence = [];
    private UnknownRooms _unknown = null!;
    private Mock<IRoomRepository> _rooms = null!;
    private Mock<IParticipantNameHolds> _holds = null!;
    private Mock<IParticipantBans> _bans = null!;
    private LogLines<ReconcileMeetingsHandler> _log = null!;
    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp()
    {
        _unknown = new();
        _rooms = new(MockBehavior.Strict);
        _holds = new(MockBehavior.Strict);
        _bans = new(MockBehavior.Strict);
        _log = new();
        _ports = new RecordingPorts();
        WithOpen(First, Second);
        WithHolds();
        WithBans();
        foreach (var room in new[] { First, Second })
            WithRoom(room, RoomExistence.Unknown);
    }

    [Test]
    public async Task Each_ended_room_is_closed_independently_of_the_others()
    {
        WithRoom(First, RoomExistence.Ended);
        WithRoom(Second, RoomExistence.Ended);
        WithClosing(First, MeetingErrors.Unavailable);
        WithClosing(Second, Result.Ok);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        _ports.Meetings.Verify(meetings =>
            meetings.CloseRoomAsync(Second, It.IsAny<CancellationToken>())
        );
    }

    [Test]
    public async Task A_room_unknown_to_the_database_stays_open_and_is_logged_once()
    {
        WithRoom(Second, RoomExistence.Exists);
        for (var pass = 0; pass < 5; pass++)
            await SendAsync();

        Assert.That(_log.Lines, Has.Count.EqualTo(1));
        Assert.That(_log.Lines[0], Does.Contain("first"));
    }

    [Test]
    public async Task A_room_that_is_known_in_the_next_pass_is_not_logged()
    {
        await SendAsync();
        WithRoom(First, RoomExistence.Exists);
        WithRoom(Second, RoomExistence.Exists);
        await SendAsync();
        await SendAsync();

        Assert.That(_log.Lines, Is.Empty);
    }

    [Test]
    public async Task Names_and_recordings_are_reconciled_even_if_rooms_cannot_be_listed()
    {
        WithOpen(MeetingErrors.Unavailable);
        WithHolds(First, Second);
        WithPresent(First, MeetingErrors.Unavailable);
        WithPresent(Second, new[] { Given.Present() });
        _ports.WithRecording(RecordingStatus.Active).WithEgress(RecordingErrors.NotFound);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        _holds.Verify(holds => holds.ReleaseAsync(HoldIn(Second), It.IsAny<CancellationToken>()));
        Assert.That(_ports.Stored!.Status, Is.EqualTo(RecordingStatus.Failed));
    }

    private void WithOpen(params RoomName[] rooms) =>
        WithOpen((Result<IReadOnlyList<RoomName>>)rooms);

    private void WithOpen(Result<IReadOnlyList<RoomName>> rooms) =>
        _ports
            .Meetings.Setup(meetings => meetings.ListRoomsAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(rooms);

    private void WithRoom(RoomName name, RoomExistence existence)
    {
        _existence[name] = existence;
        _rooms
            .Setup(rooms =>
                rooms.GetExistenceAsync(
                    It.IsAny<IReadOnlyCollection<RoomName>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(_existence);
    }

    private void WithClosing(RoomName name, Result outcome) =>
        _ports
            .Meetings.Setup(meetings =>
                meetings.CloseRoomAsync(name, It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(outcome);

    [TestCase(true)]
    [TestCase(false)]
    public async Task Rooms_are_compared_outside_a_full_pass_only_if_an_event_was_lost(bool isLost)
    {
        var bob = Given.Present() with { Name = ParticipantName.Parse("Bob") };
        WithRoom(First, RoomExistence.Exists);
        WithHolds(First);
        WithPresent(First, isLost ? new[] { bob, Given.Present() } : new[] { bob });

        var result = await SendAsync(ReconciliationScope.Unsettled);

        Assert.That(result.Error, Is.Null);
        _ports.Meetings.Verify(
            meetings => meetings.ListRoomsAsync(It.IsAny<CancellationToken>()),
            isLost ? Times.Once() : Times.Never()
        );
    }

    [TestCase(ReconciliationScope.Unsettled)]
    [TestCase(ReconciliationScope.Everything)]
    public async Task Who_came_back_with_a_revoked_token_is_thrown_out_although_the_event_was_lost(
        ReconciliationScope scope
    )
    {
        WithRoom(First, RoomExistence.Exists);
        WithOpen(First);
        WithBans(Given.Ban() with { Room = First }, Given.Ban() with { Room = Second });
        var revoked = Given.Present(Given.Family);
        WithPresent(First, new[] { Given.Present(Given.Family, "Bob"), revoked });
        _ports
            .Meetings.Setup(meetings =>
                meetings.EvictAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<PresentParticipant>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(Result.Ok);

        var result = await SendAsync(scope);

        Assert.That(result.Error, Is.Null);
        _ports.Meetings.Verify(
            meetings =>
                meetings.EvictAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<PresentParticipant>(),
                    It.IsAny<CancellationToken>()
                ),
            Times.Once()
        );
        _ports.Meetings.Verify(meetings =>
            meetings.EvictAsync(First, revoked, It.IsAny<CancellationToken>())
        );
    }

    [Test]
    public async Task Nothing_unsettled_asks_the_meeting_server_nothing()
    {
        await SendAsync(ReconciliationScope.Unsettled);

        _ports.Meetings.VerifyNoOtherCalls();
        _ports.Egresses.VerifyNoOtherCalls();
    }

    private static ParticipantNameHold HoldIn(RoomName room) =>
        new(room, Given.Name, Given.Now.AddSeconds(30), Given.Family.Id);

    /// <summary>Holds <see cref="Given.Name"/> in each room.</summary>
    private void WithHolds(params RoomName[] rooms)
    {
        _holds
            .Setup(holds => holds.ListRoomsAsync(MadeBefore, It.IsAny<CancellationToken>()))
            .ReturnsAsync(rooms);
        _holds
            .Setup(holds =>
                holds.ListAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<IReadOnlyCollection<ParticipantName>>(),
                    MadeBefore,
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(
                (
                    RoomName room,
                    IReadOnlyCollection<ParticipantName> names,
                    DateTimeOffset _,
                    CancellationToken _
                ) => names.Contains(Given.Name) ? [HoldIn(room)] : []
            );
        _holds
            .Setup(holds =>
                holds.ReleaseAsync(It.IsAny<ParticipantNameHold>(), It.IsAny<CancellationToken>())
            )
            .Returns(Task.CompletedTask);
    }

    private void WithBans(params ParticipantBan[] bans) =>
        _bans.Setup(list => list.ListAsync(It.IsAny<CancellationToken>())).ReturnsAsync(bans);

    private void WithPresent(RoomName room, Result<IReadOnlyList<PresentParticipant>> present) =>
        _ports
            .Meetings.Setup(meetings =>
                meetings.ListParticipantsAsync(room, It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(present);

    private Task<Result> SendAsync(ReconciliationScope scope = ReconciliationScope.Everything) =>
        new ReconcileMeetingsHandler(
            _rooms.Object,
            _holds.Object,
            _bans.Object,
            _ports.Meetings.Object,
            _ports.Reconciliation,
            _unknown,
            Given.Work,
            new FakeTimeProvider(Given.Now),
            _log
        ).Handle(new ReconcileMeetings(scope), CancellationToken.None);

    private sealed class LogLines<T> : ILogger<T>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));
    }
}
