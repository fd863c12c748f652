using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.UnitTests.Recordings;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Meetings;

public sealed class HandleMeetingEventTests
{
    private static readonly RoomName Room = RecordingPorts.Room;

    /// <summary>Earlier than now, because an event may be handled late.</summary>
    private static readonly DateTimeOffset JoinedAt = Given.Now.AddMinutes(-1);

    private static readonly ParticipantJoined Joined = new("EV_1", Room, Given.Name)
    {
        JoinedAt = JoinedAt,
    };

    private Mock<IRoomRepository> _rooms = null!;
    private Mock<IParticipantNameHolds> _holds = null!;
    private Mock<IParticipantBans> _bans = null!;
    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp()
    {
        _rooms = new(MockBehavior.Strict);
        _holds = new(MockBehavior.Strict);
        _bans = new(MockBehavior.Strict);
        _holds
            .Setup(holds =>
                holds.ReleaseAsync(Room, Given.Name, JoinedAt, It.IsAny<CancellationToken>())
            )
            .Returns(Task.CompletedTask);
        _ports = new RecordingPorts();
    }

    [Test]
    public async Task A_room_that_was_not_removed_stays_open()
    {
        WithOver(false);

        var result = await SendAsync(new RoomOpened("EV_1", Room));

        Assert.That(result.Error, Is.Null);
        _ports.Meetings.VerifyNoOtherCalls();
    }

    private static readonly Result[] Outcomes = [Result.Ok, MeetingErrors.Unavailable];

    [TestCaseSource(nameof(Outcomes))]
    public async Task A_removed_room_that_opens_is_closed(Result outcome)
    {
        WithOver(true);
        _ports
            .Meetings.Setup(meetings =>
                meetings.CloseRoomAsync(Room, It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(outcome);

        var result = await SendAsync(new RoomOpened("EV_1", Room));

        Assert.That(result, Is.SameAs(outcome));
    }

    [Test]
    public async Task The_end_of_a_meeting_is_sent_to_webhooks()
    {
        WithRoom(Given.Room());
        var saved = new List<Room>();
        _rooms
            .Setup(rooms =>
                rooms.SaveNotificationsAsync(Capture.In(saved), It.IsAny<CancellationToken>())
            )
            .Returns(Task.CompletedTask);

        var result = await SendAsync(new RoomClosed("EV_1", Room));

        Assert.That(result.Error, Is.Null);
        Assert.That(
            saved.Single().Notifications.Since(WebhookNotifications.None),
            Is.EqualTo([new WebhookNotification(WebhookEvent.RoomFinished, "EV_1")])
        );
    }

    [Test]
    public async Task The_end_of_a_meeting_in_a_removed_room_is_not_sent_to_webhooks()
    {
        WithRoom(null);

        var result = await SendAsync(new RoomClosed("EV_1", Room));

        Assert.That(result.Error, Is.Null);
        _rooms.Verify(
            rooms => rooms.SaveNotificationsAsync(It.IsAny<Room>(), It.IsAny<CancellationToken>()),
            Times.Never()
        );
    }

    [TestCase(RecordingStatus.Starting)]
    [TestCase(RecordingStatus.Ending)]
    [TestCase(RecordingStatus.Complete)]
    public async Task Joining_a_room_that_is_not_being_recorded_only_releases_the_name(
        RecordingStatus status
    )
    {
        _ports.WithRecording(status);

        var result = await SendAsync(Joined);

        Assert.That(result.Error, Is.Null);
        VerifyNameReleased();
        _ports.Meetings.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Joining_a_room_that_is_being_recorded_signals_only_the_new_participant()
    {
        _ports.WithRecording(RecordingStatus.Active);

        var result = await SendAsync(Joined);

        Assert.That(result.Error, Is.Null);
        VerifyNameReleased();
        _ports.Meetings.Verify(
            meetings =>
                meetings.SendAsync(
                    Room,
                    new RoomState(true),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                ),
            Times.Once()
        );
        _ports.Meetings.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_join_is_handled_again_if_the_signal_fails()
    {
        _ports.WithRecording(RecordingStatus.Active).WithSignals(MeetingErrors.Unavailable);

        var result = await SendAsync(Joined);

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        VerifyNameReleased();
    }

    private static IEnumerable<
        TestCaseData<TokenFamily?, bool, ParticipantBan?, bool>
    > JoinsWithTokens()
    {
        var (ours, ended) = (Given.Family, Given.Now);
        yield return new(ours, false, null, true) { TestName = "Our token" };
        yield return new(ours with { Epoch = 1 }, false, Given.Ban(), true)
        {
            TestName = "Our token, made after the disconnection",
        };
        yield return new(ours, false, Given.Ban(), false) { TestName = "A revoked token" };
        yield return new(ours, false, Given.Ban(until: ended), false)
        {
            TestName = "A revoked token, after the ban",
        };
        yield return new(null, false, null, false) { TestName = "No proof" };
        yield return new(null, true, null, true) { TestName = "By telephone" };
        yield return new(null, true, Given.Ban(), false) { TestName = "By telephone, banned" };
        yield return new(null, true, Given.Ban(until: ended), true)
        {
            TestName = "By telephone, after the ban",
        };
    }

    [TestCaseSource(nameof(JoinsWithTokens))]
    public async Task Who_joins_without_a_valid_token_is_thrown_out_and_releases_no_name(
        TokenFamily? family,
        bool isFromOperator,
        ParticipantBan? ban,
        bool mayStay
    )
    {
        _bans
            .Setup(bans => bans.FindAsync(Room, Given.Name, It.IsAny<CancellationToken>()))
            .ReturnsAsync(ban);
        var present = new PresentParticipant(Given.Name, "PA_1", family, isFromOperator);
        _ports
            .Meetings.Setup(meetings =>
                meetings.EvictAsync(Room, present, It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(MeetingErrors.Unavailable);

        var result = await SendAsync(
            Joined with
            {
                ConnectionId = present.ConnectionId,
                Family = family,
                IsFromOperator = isFromOperator,
            }
        );

        Assert.That(result.Error, mayStay ? Is.Null : Is.EqualTo(MeetingErrors.Unavailable));
        if (mayStay)
            VerifyNameReleased();
        else
            _holds.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_change_of_an_egress_updates_its_recording()
    {
        _ports.WithRecording(RecordingStatus.Starting);

        var result = await SendAsync(Changed(RecordingStatus.Active));

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Stored, Is.EqualTo(RecordingPorts.Recorded(RecordingStatus.Active)));
    }

    [Test]
    public async Task A_change_of_an_unknown_egress_is_handled()
    {
        var result = await SendAsync(Changed(RecordingStatus.Complete));

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Recordings.IsEmpty);
    }

    [Test]
    public async Task A_change_of_an_egress_is_handled_again_if_a_step_fails()
    {
        _ports.WithRecording(RecordingStatus.Active).WithMedia(RecordingErrors.NotFound);

        var result = await SendAsync(Changed(RecordingStatus.Complete));

        Assert.That(result.Error, Is.EqualTo(RecordingErrors.NotFound));
    }

    [Test]
    public async Task An_unrelated_event_does_nothing()
    {
        var result = await SendAsync(new UnrelatedEvent("EV_1"));

        Assert.That(result.Error, Is.Null);
        _ports.Meetings.VerifyNoOtherCalls();
        _holds.VerifyNoOtherCalls();
    }

    private static EgressChanged Changed(RecordingStatus status) =>
        new("EV_1", RecordingPorts.Report(status));

    private void WithRoom(Room? room) =>
        _rooms
            .Setup(rooms => rooms.FindAsync(Room, It.IsAny<CancellationToken>()))
            .ReturnsAsync(room);

    private void WithOver(bool isOver) =>
        _rooms
            .Setup(rooms => rooms.HasEndedAsync(Room, It.IsAny<CancellationToken>()))
            .ReturnsAsync(isOver);

    private void VerifyNameReleased() =>
        _holds.Verify(
            holds => holds.ReleaseAsync(Room, Given.Name, JoinedAt, It.IsAny<CancellationToken>()),
            Times.Once()
        );

    private Task<Result> SendAsync(MeetingEvent happened) =>
        new HandleMeetingEventHandler(
            _rooms.Object,
            _holds.Object,
            _bans.Object,
            _ports.Recordings,
            _ports.Meetings.Object,
            _ports.Progress,
            _ports.UnknownEgresses,
            new FakeTimeProvider(Given.Now)
        ).Handle(new HandleMeetingEvent(happened), CancellationToken.None);
}
