using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Participants;

public sealed class GetParticipantRoleTests
{
    private readonly ParticipantPorts _ports = new();

    [TestCase(Given.ModeratorSecret, ParticipantRole.Moderator)]
    [TestCase(Given.PublisherSecret, ParticipantRole.Publisher)]
    public async Task A_room_s_secret_gives_a_role(string secret, ParticipantRole role)
    {
        _ports.WithRoom();
        var result = await SendAsync(Given.RoomName, secret);
        Assert.That(result.Value, Is.EqualTo(role));
    }

    [Test]
    public async Task A_wrong_secret_gives_no_role()
    {
        _ports.WithRoom();
        var result = await SendAsync(Given.RoomName, "wrong");
        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.SecretGivesNoRole));
    }

    [TestCase(Given.RoomName)]
    [TestCase(null)]
    public async Task An_unknown_room_is_not_found(string? room)
    {
        _ports.WithoutRoom();
        var result = await SendAsync(room, Given.ModeratorSecret);
        Assert.That(result.Error, Is.EqualTo(RoomErrors.NotFound));
    }

    [Test]
    public void The_text_of_the_request_does_not_contain_the_secret() =>
        Assert.That(
            new GetParticipantRole(
                Given.RoomNamed(Given.RoomName),
                new RoomSecret(Given.ModeratorSecret)
            ).ToString(),
            Does.Not.Contain(Given.ModeratorSecret)
        );

    private Task<Result<ParticipantRole>> SendAsync(string? room, string secret) =>
        new GetParticipantRoleHandler(_ports.Rules.Object).Handle(
            new GetParticipantRole(
                room is null ? null : Given.RoomNamed(room),
                new RoomSecret(secret)
            ),
            CancellationToken.None
        );
}
