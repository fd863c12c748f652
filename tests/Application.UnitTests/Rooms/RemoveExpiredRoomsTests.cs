using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Rooms;

public sealed class RemoveExpiredRoomsTests
{
    private RoomRemovalPorts _ports = null!;
    private TimeSpan _lifetime = TimeSpan.FromHours(6);

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
    public async Task Each_room_is_closed_and_its_document_removed_before_its_row()
    {
        var result = await SendAsync("a", "b");

        Assert.That(result.Error, Is.Null);
        Assert.That(
            _ports.Calls,
            Is.EqualTo(["close a", "forget a", "remove a", "close b", "forget b", "remove b"])
        );
    }

    [Test]
    public async Task When_the_meeting_server_fails_the_row_is_kept_for_the_next_run()
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
    public async Task When_the_store_fails_the_row_is_kept_so_that_the_room_is_not_adopted_again()
    {
        _ports.FailingToForget = "a";

        var result = await SendAsync("a");

        Assert.That(result.IsFailure);
        Assert.That(_ports.Calls, Is.EqualTo(["close a", "forget a"]));
    }

    [Test]
    public async Task A_room_that_cannot_be_removed_does_not_delay_the_others()
    {
        _ports.FailingToClose = "a";

        var result = await SendAsync("a", "b");

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(_ports.Calls, Does.Contain("remove b"));
    }

    [TestCase(6, 7 * 24)]
    [TestCase(24 * 30, 24 * 31)]
    public async Task Removed_rooms_are_forgotten_when_no_token_can_reopen_them(
        int lifetimeInHours,
        int memoryInHours
    )
    {
        _lifetime = TimeSpan.FromHours(lifetimeInHours);

        await SendAsync();

        _ports.Rooms.Verify(rooms =>
            rooms.ForgetRemovedAsync(
                Given.Now - TimeSpan.FromHours(memoryInHours),
                It.IsAny<CancellationToken>()
            )
        );
    }

    private Task<Result> SendAsync(params string[] expired)
    {
        var tokens = new Mock<IParticipantTokens>(MockBehavior.Strict);
        tokens.Setup(issuer => issuer.Lifetime).Returns(_lifetime);
        _ports
            .Rooms.Setup(rooms => rooms.ListExpiredAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync([.. expired.Select(Given.RoomNamed)]);
        return new RemoveExpiredRoomsHandler(
            _ports.Rooms.Object,
            tokens.Object,
            _ports.Removal,
            Given.Work,
            new FakeTimeProvider(Given.Now)
        ).Handle(new RemoveExpiredRooms(), CancellationToken.None);
    }
}
