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
    public void Without_a_required_sign_in_every_caller_may_join(
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
    public void With_a_required_sign_in_only_signed_in_users_may_join(
        AuthMode mode,
        ParticipantRole role
    ) =>
        Assert.That(
            Admitted(caller => Joining(mode).MayJoin(role, caller)),
            Is.EqualTo(new[] { Who.User, Who.Admin })
        );

    [TestCase(AuthMode.ModeratorsOnly, ParticipantRole.Moderator)]
    [TestCase(AuthMode.AllUsers, ParticipantRole.Publisher)]
    public void Joining_without_the_required_sign_in_is_unauthorized(
        AuthMode mode,
        ParticipantRole role
    ) =>
        Assert.That(
            Joining(mode).MayJoin(role, Caller.Anonymous).Error,
            Is.EqualTo(AccessErrors.Unauthorized)
        );

    [Test]
    public void Joining_by_a_user_of_an_unknown_role_is_forbidden()
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
    public void The_policy_decides_who_may_create_rooms(bool allow, bool signIn, Who[] admitted) =>
        Assert.That(Admitted(Creating(allow, signIn).MayCreateRooms), Is.EqualTo(admitted));

    [Test]
    public void Creating_rooms_without_the_required_sign_in_is_unauthorized() =>
        Assert.That(
            Creating(allow: true, signIn: true).MayCreateRooms(Caller.Anonymous).Error,
            Is.EqualTo(AccessErrors.Unauthorized)
        );

    [Test]
    public void Creating_rooms_by_a_user_without_the_permission_is_forbidden() =>
        Assert.That(
            Creating(allow: false, signIn: true).MayCreateRooms(Callers.Of(Who.User)).Error,
            Is.EqualTo(AccessErrors.InsufficientPermissions)
        );

    [Test]
    public void By_default_joining_needs_no_sign_in_and_creating_rooms_does() =>
        Assert.That(
            SecurityPreferences.Default,
            Is.EqualTo(
                new SecurityPreferences(
                    AuthMode.None,
                    new RoomCreationPolicy(AllowRoomCreation: true, RequireAuthentication: true)
                )
            )
        );

    [Test]
    public void An_undefined_authentication_mode_is_refused()
    {
        Assert.That(
            () => new SecurityPreferences((AuthMode)3, SecurityPreferences.Default.RoomCreation),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
        Assert.That(() => Joining((AuthMode)3), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

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
