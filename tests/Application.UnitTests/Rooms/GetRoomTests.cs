using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Rooms;

public sealed class GetRoomTests
{
    private readonly Mock<IRoomRepository> _rooms = new();

    [Test]
    public async Task A_room_that_exists_is_found()
    {
        var room = Given.Room();
        _rooms
            .Setup(rooms => rooms.FindAsync(room.Name, It.IsAny<CancellationToken>()))
            .ReturnsAsync(room);
        var result = await SendAsync(Given.RoomName);
        Assert.That(result.Value, Is.SameAs(room));
    }

    [TestCase("unknown")]
    [TestCase(null)]
    public async Task An_unknown_room_is_not_found(string? name)
    {
        var result = await SendAsync(name);
        Assert.That(result.Error, Is.EqualTo(RoomErrors.NotFound));
    }

    private Task<Result<Room>> SendAsync(string? name) =>
        new GetRoomHandler(_rooms.Object).Handle(
            new GetRoom(name is null ? null : Given.RoomNamed(name)),
            CancellationToken.None
        );
}
