using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Rooms;

public sealed class DeleteRoomsTests
{
    private RoomRemovalPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new RoomRemovalPorts { Existing = { "a", "b" } };

    [Test]
    public async Task A_room_is_expired_first_and_its_row_is_removed_last()
    {
        var result = await SendAsync("a");

        Assert.That(result.Value.Names, Is.EqualTo([Given.RoomNamed("a")]));
        Assert.That(_ports.Calls, Is.EqualTo(["expire a", "close a", "forget a", "remove a"]));
    }

    [Test]
    public async Task Unknown_rooms_are_skipped_and_the_others_are_deleted_once()
    {
        var result = await SendAsync("unknown", "b", "a", "b");

        Assert.That(result.Value.Names, Is.EqualTo([Given.RoomNamed("b"), Given.RoomNamed("a")]));
        Assert.That(_ports.Calls.Count(call => call == "remove b"), Is.EqualTo(1));
        Assert.That(_ports.Calls, Has.None.EqualTo("close unknown"));
    }

    [Test]
    public async Task When_the_meeting_server_fails_the_room_is_deleted_and_its_expired_row_is_kept()
    {
        _ports.FailingToClose = "a";

        var result = await SendAsync("a");

        Assert.That(result.Value.Names, Is.EqualTo([Given.RoomNamed("a")]));
        Assert.That(_ports.Calls, Is.EqualTo(["expire a", "close a"]));
    }

    [Test]
    public async Task When_the_store_fails_the_room_is_deleted_and_its_expired_row_is_kept()
    {
        _ports.FailingToForget = "a";

        var result = await SendAsync("a");

        Assert.That(result.Value.Names, Is.EqualTo([Given.RoomNamed("a")]));
        Assert.That(_ports.Calls, Is.EqualTo(["expire a", "close a", "forget a"]));
    }

    [Test]
    public async Task When_the_database_fails_after_the_room_has_expired_the_room_is_deleted()
    {
        _ports
            .Rooms.Setup(rooms =>
                rooms.RemoveAsync(
                    Given.RoomNamed("a"),
                    It.IsAny<Func<Room, Room>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ThrowsAsync(new TimeoutException("locked"));

        var result = await SendAsync("a", "b");

        Assert.That(result.Value.Names, Is.EqualTo([Given.RoomNamed("a"), Given.RoomNamed("b")]));
    }

    [Test]
    public async Task A_database_that_fails_later_hides_none_of_the_rooms_that_are_deleted()
    {
        WithFailingToExpire("b");

        var result = await SendAsync("a", "b");

        Assert.That(result.Value.Names, Is.EqualTo([Given.RoomNamed("a")]));
        Assert.That(_ports.Calls, Has.None.EqualTo("close b"));
    }

    [Test]
    public void A_database_that_fails_before_any_room_is_deleted_fails_the_request()
    {
        WithFailingToExpire("a");

        Assert.That(() => SendAsync("a", "b"), Throws.InstanceOf<TimeoutException>());
        Assert.That(_ports.Calls, Is.Empty);
    }

    private void WithFailingToExpire(string name) =>
        _ports
            .Rooms.Setup(rooms =>
                rooms.ExpireAsync(Given.RoomNamed(name), It.IsAny<CancellationToken>())
            )
            .ThrowsAsync(new TimeoutException("locked"));

    private Task<Result<DeletedRooms>> SendAsync(params string[] names) =>
        new DeleteRoomsHandler(
            _ports.Rooms.Object,
            _ports.Removal,
            Given.Work,
            new AuditTrail(),
            NullLogger<DeleteRoomsHandler>.Instance
        ).Handle(new DeleteRooms([.. names.Select(Given.RoomNamed)]), CancellationToken.None);
}
