using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Meetings;

public sealed class EmbeddedMeetingServerTests : InstallationTests
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice");

    [Test]
    public async Task A_participant_is_present_until_a_day_after_their_token_expires()
    {
        Assert.That(await IsPresentAsync(), Is.False);
        var token = Issue();
        Installation.Clock.Advance(token.Lifetime + TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        Assert.That(await IsPresentAsync(), Is.True);
        Installation.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await IsPresentAsync(), Is.False);
    }

    [Test]
    public async Task A_participant_can_be_disconnected_once()
    {
        Issue();
        Assert.That((await DisconnectAsync()).Error, Is.Null);
        Assert.That(await IsPresentAsync(), Is.False);
        Assert.That((await DisconnectAsync()).Error, Is.EqualTo(ParticipantErrors.NotFound));
    }

    [Test]
    public async Task A_participant_has_joined_with_the_first_token_of_the_family()
    {
        var family = TokenFamily.New(epoch: 0);
        var first = Installation.Clock.GetUtcNow();
        Issue(family);
        Installation.Clock.Advance(TimeSpan.FromMinutes(5));
        Issue(family);
        Assert.That(await JoinedAtAsync(), Is.EqualTo(first));

        Issue();
        Assert.That(await JoinedAtAsync(), Is.EqualTo(first + TimeSpan.FromMinutes(5)));
    }

    private ParticipantToken Issue(TokenFamily? family = null) =>
        Installation
            .Get<IParticipantTokens>()
            .Issue(
                Installation.NewRoom(Room.Value),
                Alice,
                ParticipantRole.Publisher,
                family ?? TokenFamily.New(epoch: 0)
            );

    private async Task<DateTimeOffset?> JoinedAtAsync() =>
        (await Installation.Get<IMeetingServer>().ListParticipantsAsync(Room, Ct))
            .Value.Single()
            .JoinedAt;

    private async Task<bool> IsPresentAsync() =>
        !(await Installation.Get<IMeetingServer>().FindParticipantAsync(Room, Alice, Ct)).IsFailure;

    private Task<Domain.Results.Result> DisconnectAsync() =>
        Installation.Get<IMeetingServer>().DisconnectAsync(Room, Alice, Ct);
}
