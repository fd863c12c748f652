using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Access;

public sealed class CallerTests
{
    [TestCase(Who.Anonymous, false)]
    [TestCase(Who.Publisher, false)]
    [TestCase(Who.Moderator, false)]
    [TestCase(Who.ApiKey, true)]
    [TestCase(Who.User, false)]
    [TestCase(Who.Admin, true)]
    public void Administrators_are_admins_and_holders_of_the_api_key(Who who, bool expected) =>
        Assert.That(Callers.Of(who).IsAdministrator, Is.EqualTo(expected));

    [TestCase(Who.Anonymous, false)]
    [TestCase(Who.Publisher, false)]
    [TestCase(Who.Moderator, true)]
    [TestCase(Who.ApiKey, false)]
    [TestCase(Who.User, false)]
    [TestCase(Who.Admin, false)]
    public void Only_a_moderators_participant_token_makes_a_moderator(Who who, bool isOne) =>
        Assert.That(
            Callers.Of(who).IsModeratorOf(RoomName.Parse(Callers.RoomName)),
            Is.EqualTo(isOne)
        );

    [TestCase("other")]
    [TestCase("DAILY-ABC")]
    [TestCase("daily-ab")]
    public void A_moderator_moderates_no_other_room(string roomName) =>
        Assert.That(Callers.Of(Who.Moderator).IsModeratorOf(RoomName.Parse(roomName)), Is.False);

    [Test]
    public void A_room_that_cannot_exist_has_no_moderator() =>
        Assert.That(Callers.Of(Who.Moderator).IsModeratorOf(null), Is.False);

    [Test]
    public void A_participant_named_admin_is_not_an_administrator()
    {
        var caller = Callers.Of(Who.Moderator);

        Assert.That(caller.Participant!.Participant.Value, Is.EqualTo("admin"));
        Assert.That(caller.IsAdministrator, Is.False);
    }

    [Test]
    public void One_caller_may_hold_several_credentials()
    {
        var caller = Callers.Of(Who.Admin) with
        {
            Participant = Callers.Grant(ParticipantRole.Moderator),
        };

        Assert.That(caller.IsAdministrator, Is.True);
        Assert.That(caller.IsModeratorOf(RoomName.Parse(Callers.RoomName)), Is.True);
    }

    [Test]
    public void A_caller_without_a_credential_is_unauthorized()
    {
        Assert.That(Caller.Anonymous.Refusal, Is.EqualTo(AccessErrors.Unauthorized));
        Assert.That(new Caller().Refusal, Is.EqualTo(AccessErrors.Unauthorized));
    }

    [TestCase(Who.Publisher)]
    [TestCase(Who.Moderator)]
    [TestCase(Who.ApiKey)]
    [TestCase(Who.User)]
    [TestCase(Who.Admin)]
    public void A_caller_with_a_credential_is_forbidden(Who who) =>
        Assert.That(Callers.Of(who).Refusal, Is.EqualTo(AccessErrors.InsufficientPermissions));
}
