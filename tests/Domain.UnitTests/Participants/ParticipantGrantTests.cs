using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Participants;

public sealed class ParticipantGrantTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ParticipantGrant Grant = new(
        RoomName.Parse("daily"),
        ParticipantName.Parse("alice"),
        ParticipantRole.Publisher,
        Now.AddHours(6),
        new TokenFamily(Guid.Empty, Epoch: 0)
    );

    [TestCase("daily", "alice", true)]
    [TestCase("weekly", "alice", false)]
    [TestCase("daily", "bob", false)]
    [TestCase("Daily", "alice", false)]
    [TestCase("daily", "Alice", false)]
    public void A_grant_names_one_participant_of_one_room(string room, string name, bool isNamed) =>
        Assert.That(
            Grant.Names(RoomName.Parse(room), ParticipantName.Parse(name)),
            Is.EqualTo(isNamed)
        );

    [Test]
    public void A_grant_is_expired_from_the_instant_of_its_expiry()
    {
        var clock = new FakeTimeProvider(Now);
        Assert.That(Grant.IsExpired(clock.GetUtcNow()), Is.False);

        clock.SetUtcNow(Grant.ExpiresAt.AddTicks(-1));
        Assert.That(Grant.IsExpired(clock.GetUtcNow()), Is.False);

        clock.SetUtcNow(Grant.ExpiresAt);
        Assert.That(Grant.IsExpired(clock.GetUtcNow()), Is.True);

        clock.Advance(TimeSpan.FromDays(1));
        Assert.That(Grant.IsExpired(clock.GetUtcNow()), Is.True);
    }

    [TestCase(-6, true)]
    [TestCase(0, true)]
    [TestCase(24, true)]
    [TestCase(24.001, false)]
    [TestCase(400 * 24, false)]
    public void A_grant_proves_its_holder_for_a_refresh_until_a_day_after_its_expiry(
        double hoursSince,
        bool proves
    ) =>
        Assert.That(Grant.CanBeRefreshed(Grant.ExpiresAt.AddHours(hoursSince)), Is.EqualTo(proves));
}
