using Moq;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Application.UnitTests.Recordings;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Meetings;

public sealed class ReceiveMeetingEventTests
{
    private const string Proof = "secret proof";

    private static readonly Stream Body = Stream.Null;
    private static readonly RoomOpened Opened = new("EV_1", RecordingPorts.Room);
    private static readonly ParticipantJoined Joined = new("EV_2", RecordingPorts.Room, Given.Name);
    private static readonly EgressChanged Changed = new(
        "EV_3",
        RecordingPorts.Report(RecordingStatus.Active)
    );

    private Mock<IMeetingEventReader> _reader = null!;
    private Mock<IRoomRepository> _rooms = null!;
    private Mock<IMeetingEventInbox> _inbox = null!;
    private RecordingPorts _ports = null!;

    [SetUp]
    public void SetUp()
    {
        _reader = new(MockBehavior.Strict);
        _rooms = new(MockBehavior.Strict);
        _inbox = new(MockBehavior.Strict);
        _ports = new RecordingPorts();
        WithRoom(null);
    }

    [Test]
    public async Task An_event_without_a_valid_proof_is_refused()
    {
        WithRead(AccessErrors.Unauthorized);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(AccessErrors.Unauthorized));
        _inbox.VerifyNoOtherCalls();
    }

    private static IEnumerable<TestCaseData<MeetingEvent>> NotOurs()
    {
        yield return new(new UnrelatedEvent("EV_0"));
        yield return new(Joined);
        yield return new(Changed);
    }

    [TestCaseSource(nameof(NotOurs))]
    public async Task An_event_of_another_installation_is_dropped(MeetingEvent happened)
    {
        _ports.WithReservation(RecordingPorts.OtherId);
        WithRead(happened);

        var result = await SendAsync();

        Assert.That(result.Error, Is.Null);
        _inbox.VerifyNoOtherCalls();
    }

    [Test]
    public async Task The_opening_of_a_removed_room_is_kept()
    {
        await KeptAsync(Opened);
    }

    [Test]
    public async Task A_join_in_a_known_room_is_kept()
    {
        WithRoom(Given.Room());
        await KeptAsync(Joined);
    }

    [Test]
    public async Task A_change_of_a_known_recording_is_kept()
    {
        _ports.WithRecording(RecordingStatus.Starting);
        await KeptAsync(Changed);
    }

    [Test]
    public async Task A_change_of_a_recording_whose_room_is_only_reserved_is_kept()
    {
        _ports.WithReservation();
        await KeptAsync(Changed);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_change_of_an_unknown_egress_in_a_known_room_is_kept(bool isRoomOver)
    {
        _ports.WithRoom(isRoomOver ? null : Given.Room(), isRoomOver);
        var report = RecordingPorts.Report(RecordingStatus.Active) with { IsInOurStore = true };
        await KeptAsync(new EgressChanged("EV_4", report));
    }

    [Test]
    public async Task A_full_inbox_is_unavailable()
    {
        WithRead(Opened);
        WithAnswer(Opened, MeetingErrors.Unavailable);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
    }

    [Test]
    public void The_text_of_the_request_does_not_contain_the_proof() =>
        Assert.That(new ReceiveMeetingEvent(Proof, Body).ToString(), Does.Not.Contain(Proof));

    private async Task KeptAsync(MeetingEvent happened)
    {
        WithRead(happened);
        WithAnswer(happened, Result.Ok);

        var result = await SendAsync();

        Assert.That(result.Error, Is.Null);
        _inbox.Verify(
            inbox => inbox.AddAsync(happened, It.IsAny<CancellationToken>()),
            Times.Once()
        );
    }

    private void WithRead(Result<MeetingEvent> read) =>
        _reader
            .Setup(reader => reader.ReadAsync(Proof, Body, It.IsAny<CancellationToken>()))
            .ReturnsAsync(read);

    private void WithAnswer(MeetingEvent happened, Result answer) =>
        _inbox
            .Setup(inbox => inbox.AddAsync(happened, It.IsAny<CancellationToken>()))
            .ReturnsAsync(answer);

    private void WithRoom(Room? room) =>
        _rooms
            .Setup(rooms => rooms.FindAsync(RecordingPorts.Room, It.IsAny<CancellationToken>()))
            .ReturnsAsync(room);

    private Task<Result> SendAsync() =>
        new ReceiveMeetingEventHandler(
            _reader.Object,
            _rooms.Object,
            _ports.Recordings,
            _ports.Reservations,
            _ports.UnknownEgresses,
            _inbox.Object,
            new MeetingMetrics(Given.Meters)
        ).Handle(new ReceiveMeetingEvent(Proof, Body), CancellationToken.None);
}
