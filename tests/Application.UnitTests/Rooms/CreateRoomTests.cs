using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Rooms;

public sealed class CreateRoomTests
{
    private static readonly DateTimeOffset Tomorrow = Given.Now.AddDays(1);

    private readonly FakeTimeProvider _clock = new(Given.Now);
    private Mock<IRoomRepository> _rooms = null!;
    private Mock<IMeetingServer> _meetings = null!;
    private Result _opened = Result.Ok;

    [SetUp]
    public void SetUp()
    {
        _rooms = new();
        _meetings = new();
        _opened = Result.Ok;
    }

    [Test]
    public async Task The_room_is_saved_as_requested()
    {
        var preferences = new RoomPreferences(RecordingEnabled: false);
        var request = new CreateRoom(RoomNamePrefix.From("da ily"), Tomorrow, 5, preferences);

        var room = (await SendAsync(request)).Value;

        Assert.That(room.Name.Value, Does.StartWith("daily-"));
        Assert.That(room.CreatedAt, Is.EqualTo(Given.Now));
        Assert.That(room.ExpiresAt, Is.EqualTo(Given.Now.AddDays(1)));
        Assert.That(room.MaxParticipants, Is.EqualTo(5));
        Assert.That(room.Preferences, Is.EqualTo(preferences));
        _rooms.Verify(rooms => rooms.AddAsync(room, It.IsAny<CancellationToken>()), Times.Once());
        _meetings.Verify(
            server => server.OpenRoomAsync(room, It.IsAny<CancellationToken>()),
            Times.Once()
        );
    }

    [Test]
    public async Task A_room_that_cannot_be_opened_is_not_saved()
    {
        _opened = MeetingErrors.Unavailable;
        var request = new CreateRoom(RoomNamePrefix.From(null), Tomorrow, null, new());

        var result = await SendAsync(request);

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        _rooms.VerifyNoOtherCalls();
    }

    private Task<Result<Room>> SendAsync(CreateRoom request)
    {
        _meetings
            .Setup(server => server.OpenRoomAsync(It.IsAny<Room>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(_opened);
        return new CreateRoomHandler(
            _rooms.Object,
            _meetings.Object,
            new AuditTrail(),
            _clock
        ).Handle(request, CancellationToken.None);
    }
}
