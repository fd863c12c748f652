using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Access;

public sealed class PermissionTests
{
    private static readonly Who[] Everybody = Enum.GetValues<Who>();

    private static IEnumerable<TestCaseData<Permission, Who[]>> Holders()
    {
        yield return new(Permission.Anybody, Everybody);
        yield return new(Permission.SignedIn, [Who.User, Who.Admin]);
        yield return new(Permission.Administrator, [Who.ApiKey, Who.Admin]);
        yield return new(Permission.CreateRooms, [Who.ApiKey, Who.Admin]);
        yield return new(Permission.ModeratorOf(RoomName.Parse(Callers.RoomName)), [Who.Moderator]);
        yield return new(Permission.ModeratorOf(RoomName.Parse("other")), []);
        yield return new(Permission.ModeratorOf(null), []);
        yield return new(
            Permission.AdministratorOrModeratorOf(RoomName.Parse(Callers.RoomName)),
            [Who.ApiKey, Who.Admin, Who.Moderator]
        );
        yield return new(
            Permission.AdministratorOrModeratorOf(RoomName.Parse("other")),
            [Who.ApiKey, Who.Admin]
        );
        yield return new(Permission.ServerItself, []);
    }

    [TestCaseSource(nameof(Holders))]
    public void Each_permission_is_held_by_the_expected_callers_only(
        Permission permission,
        Who[] holders
    )
    {
        var found = Everybody.Where(who => permission.IsHeldBy(Callers.Of(who)));
        Assert.That(found, Is.EquivalentTo(holders));
    }

    [Test]
    public void The_server_has_its_own_permission_and_not_the_administrators()
    {
        Assert.That(Permission.ServerItself.IsHeldBy(Caller.Server), Is.True);
        Assert.That(Permission.Administrator.IsHeldBy(Caller.Server), Is.False);
    }

    [Test]
    public void An_anonymous_caller_is_not_the_server() =>
        Assert.That(Caller.Anonymous, Is.Not.EqualTo(Caller.Server));
}
