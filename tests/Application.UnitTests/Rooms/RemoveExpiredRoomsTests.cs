using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Rooms;

public sealed class RemoveExpiredRoomsTests
{
    private RoomRemovalPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new RoomRemovalPorts();

    [Test]
    public async Task Without_expired_rooms_there_is_nothing_to_do()
    {
        var result = await SendAsync();

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Calls, Is.Empty);
    }

    [Test]
    public async Task Each_is_closed_and_forgotten_before_its_row_goes()
    {
        var result = await SendAsync("a", "b");

        Assert.That(result.Error, Is.Null);
        Assert.That(
            _ports.Calls,
            Is.EqualTo(["close a", "forget a", "remove a", "close b", "forget b", "remove b"])
        );
    }

    [Test]
    public async Task A_meeting_server_that_fails_leaves_the_row_for_later()
    {
        _ports.FailingToClose = "a";

        var failed = await SendAsync("a");
        Assert.That(failed.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.Calls, Is.EqualTo(["close a"]));

        _ports.FailingToClose = null;
        var repeated = await SendAsync("a");
        Assert.That(repeated.Error, Is.Null);
        Assert.That(_ports.Calls[1..], Is.EqualTo(["close a", "forget a", "remove a"]));
    }

    [Test]
    public async Task A_store_that_fails_leaves_the_row_so_that_the_room_is_not_adopted_again()
    {
        _ports.FailingToForget = "a";

        var result = await SendAsync("a");

        Assert.That(result.IsFailure);
        Assert.That(_ports.Calls, Is.EqualTo(["close a", "forget a"]));
    }

    private Task<Result> SendAsync(params string[] expired)
    {
        _ports
            .Rooms.Setup(rooms => rooms.ListExpiredAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync([.. expired.Select(Given.RoomNamed)]);
        return new RemoveExpiredRoomsHandler(_ports.Rooms.Object, _ports.Removal).Handle(
            new RemoveExpiredRooms(),
            CancellationToken.None
        );
    }
}
