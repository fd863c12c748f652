using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;

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
    public async Task When_the_meeting_server_fails_the_expired_row_is_kept()
    {
        _ports.FailingToClose = "a";

        var result = await SendAsync("a");

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.Calls, Is.EqualTo(["expire a", "close a"]));
    }

    [Test]
    public async Task When_the_store_fails_the_expired_row_is_kept()
    {
        _ports.FailingToForget = "a";

        var result = await SendAsync("a");

        Assert.That(result.IsFailure);
        Assert.That(_ports.Calls, Is.EqualTo(["expire a", "close a", "forget a"]));
    }

    [Test]
    public async Task A_room_that_cannot_be_removed_hides_none_of_those_that_are_deleted()
    {
        _ports.FailingToClose = "a";

        var result = await SendAsync("a", "b");

        Assert.That(result.Value.Names, Is.EqualTo([Given.RoomNamed("b")]));
        Assert.That(_ports.Calls, Does.Contain("remove b"));
    }

    private Task<Result<DeletedRooms>> SendAsync(params string[] names) =>
        new DeleteRoomsHandler(_ports.Rooms.Object, _ports.Removal).Handle(
            new DeleteRooms([.. names.Select(Given.RoomNamed)]),
            CancellationToken.None
        );
}
