using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Rooms;

public sealed class GetRoomTests
{
    private readonly Mock<IRoomRepository> _rooms = new();

    private static readonly Caller[] Allowed = [Given.Admin, Given.ApiKey, Given.Moderator];
    private static readonly Caller[] Refused = [Caller.Anonymous, Given.PlainUser, Given.Publisher];

    [TestCaseSource(nameof(Allowed))]
    public async Task Administrators_and_the_room_s_moderators_see_it(Caller who)
    {
        var room = Given.Room();
        _rooms
            .Setup(rooms => rooms.FindAsync(room.Name, It.IsAny<CancellationToken>()))
            .ReturnsAsync(room);
        var result = await SendAsync(who, Given.RoomName);
        Assert.That(result.Value, Is.SameAs(room));
    }

    [TestCaseSource(nameof(Refused))]
    public async Task Nobody_else_learns_whether_it_exists(Caller who)
    {
        var result = await SendAsync(who, Given.RoomName);
        Assert.That(result.Error, Is.EqualTo(who.Refusal));
    }

    [Test]
    public async Task A_moderator_of_another_room_does_not_either()
    {
        var result = await SendAsync(Given.Moderator, "other-room");
        Assert.That(result.Error, Is.EqualTo(AccessErrors.InsufficientPermissions));
    }

    [TestCase("unknown")]
    [TestCase("no--name")]
    public async Task An_unknown_room_is_not_found(string name)
    {
        var result = await SendAsync(Given.Admin, name);
        Assert.That(result.Error, Is.EqualTo(RoomErrors.NotFound));
    }

    private Task<Result<Room>> SendAsync(Caller who, string name) =>
        new GetRoomHandler(_rooms.Object).Handle(new GetRoom(who, name), CancellationToken.None);
}
