using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Preferences;

public sealed class SecurityPreferencesTests
{
    [TestCase(AuthMode.None, ParticipantRole.Publisher)]
    [TestCase(AuthMode.None, ParticipantRole.Moderator)]
    [TestCase(AuthMode.ModeratorsOnly, ParticipantRole.Publisher)]
    public void Where_the_secret_is_enough_everybody_may_join(
        AuthMode mode,
        ParticipantRole role
    ) =>
        Assert.That(
            Admitted(caller => Joining(mode).MayJoin(role, caller)),
            Is.EqualTo(Enum.GetValues<Who>())
        );

    [TestCase(AuthMode.ModeratorsOnly, ParticipantRole.Moderator)]
    [TestCase(AuthMode.AllUsers, ParticipantRole.Publisher)]
    [TestCase(AuthMode.AllUsers, ParticipantRole.Moderator)]
    public void Elsewhere_only_signed_in_users_may_join(AuthMode mode, ParticipantRole role) =>
        Assert.That(
            Admitted(caller => Joining(mode).MayJoin(role, caller)),
            Is.EqualTo(new[] { Who.User, Who.Admin })
        );

    [TestCase(AuthMode.ModeratorsOnly, ParticipantRole.Moderator)]
    [TestCase(AuthMode.AllUsers, ParticipantRole.Publisher)]
    public void Who_must_sign_in_to_join_is_told_so(AuthMode mode, ParticipantRole role) =>
        Assert.That(
            Joining(mode).MayJoin(role, Caller.Anonymous).Error,
            Is.EqualTo(AccessErrors.Unauthorized)
        );

    [Test]
    public void A_user_without_a_role_for_joining_is_forbidden_to()
    {
        var caller = new Caller(new User("bob", (UserRole)99));
        Assert.That(
            Joining(AuthMode.AllUsers).MayJoin(ParticipantRole.Publisher, caller).Error,
            Is.EqualTo(AccessErrors.InsufficientPermissions)
        );
    }

    [TestCase(false, false, new[] { Who.ApiKey, Who.Admin })]
    [TestCase(false, true, new[] { Who.ApiKey, Who.Admin })]
    [TestCase(true, true, new[] { Who.ApiKey, Who.User, Who.Admin })]
    [TestCase(
        true,
        false,
        new[] { Who.Anonymous, Who.Publisher, Who.Moderator, Who.ApiKey, Who.User, Who.Admin }
    )]
    public void The_policy_says_who_may_create_rooms(bool allow, bool signIn, Who[] admitted) =>
        Assert.That(Admitted(Creating(allow, signIn).MayCreateRooms), Is.EqualTo(admitted));

    [Test]
    public void Who_must_sign_in_to_create_rooms_is_told_so() =>
        Assert.That(
            Creating(allow: true, signIn: true).MayCreateRooms(Caller.Anonymous).Error,
            Is.EqualTo(AccessErrors.Unauthorized)
        );

    [Test]
    public void A_user_who_may_not_create_rooms_is_forbidden_to() =>
        Assert.That(
            Creating(allow: false, signIn: true).MayCreateRooms(Callers.Of(Who.User)).Error,
            Is.EqualTo(AccessErrors.InsufficientPermissions)
        );

    [Test]
    public void By_default_the_secret_is_enough_and_signed_in_users_create_rooms() =>
        Assert.That(
            SecurityPreferences.Default,
            Is.EqualTo(
                new SecurityPreferences(
                    AuthMode.None,
                    new RoomCreationPolicy(AllowRoomCreation: true, RequireAuthentication: true)
                )
            )
        );

    private static SecurityPreferences Joining(AuthMode mode) =>
        SecurityPreferences.Default with
        {
            AuthMode = mode,
        };

    private static SecurityPreferences Creating(bool allow, bool signIn) =>
        SecurityPreferences.Default with
        {
            RoomCreation = new RoomCreationPolicy(allow, signIn),
        };

    private static Who[] Admitted(Func<Caller, Result> rule) =>
        [.. Enum.GetValues<Who>().Where(who => !rule(Callers.Of(who)).IsFailure)];
}
