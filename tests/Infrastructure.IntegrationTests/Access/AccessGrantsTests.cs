using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

public sealed class AccessGrantsTests : InstallationTests
{
    private SignInSession _session = null!;
    private AccessGrant _grant = null!;

    [SetUp]
    public async Task SignInAsync()
    {
        await InfrastructureStart.EnsureUsersAsync(Installation.Services, Ct);
        var expires = Installation.Clock.GetUtcNow().AddDays(1);
        _session = new SignInSession(Guid.NewGuid(), "admin", Guid.NewGuid(), expires);
        _grant = new AccessGrant(new User("admin", UserRole.Admin), _session.Id);
        await Installation.CallAsync<ISignInSessionRepository>(s => s.AddAsync(_session, Ct));
    }

    [Test]
    public async Task It_holds_while_session_user_and_role_are_what_it_says() =>
        Assert.That(await HoldsAsync(_grant), Is.True);

    [Test]
    public async Task It_holds_no_longer_when_the_session_has_ended()
    {
        await Installation.CallAsync<ISignInSessionRepository>(s => s.RemoveAsync(_session.Id, Ct));
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task It_holds_no_longer_when_the_session_has_expired()
    {
        Installation.Clock.SetUtcNow(_session.ExpiresAt);
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task It_holds_no_longer_when_the_user_is_gone()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Users.Where(row => row.Name == "admin").ExecuteDeleteAsync(Ct)
        );
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task It_holds_no_longer_when_the_role_is_another()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
            database
                .Users.Where(row => row.Name == "admin")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Role, UserRole.User), Ct)
        );
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task It_does_not_hold_for_another_user() =>
        Assert.That(
            await HoldsAsync(_grant with { User = new User("user", UserRole.User) }),
            Is.False
        );

    [Test]
    public async Task It_does_not_hold_for_a_session_that_nobody_began() =>
        Assert.That(await HoldsAsync(_grant with { SessionId = Guid.NewGuid() }), Is.False);

    [Test]
    public async Task A_database_that_fails_is_told_as_such()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlAsync($"""DROP TABLE "SignInSessions" """, Ct)
        );
        Assert.That(() => HoldsAsync(_grant), Throws.InstanceOf<DatabaseFailureException>());
    }

    private Task<bool> HoldsAsync(AccessGrant grant) =>
        Installation.CallAsync<IAccessGrants, bool>(grants => grants.HoldsAsync(grant, Ct));
}
