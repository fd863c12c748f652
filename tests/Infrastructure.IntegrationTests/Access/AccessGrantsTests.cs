using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

public sealed class AccessGrantsTests(TestDatabase database) : DatabaseTests(database)
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
    public async Task A_grant_holds_while_its_session_user_and_role_match() =>
        Assert.That(await HoldsAsync(_grant), Is.True);

    [Test]
    public async Task A_grant_of_an_ended_session_does_not_hold()
    {
        await Installation.CallAsync<ISignInSessionRepository>(s => s.RemoveAsync(_session.Id, Ct));
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task A_grant_of_an_expired_session_does_not_hold()
    {
        Installation.Clock.SetUtcNow(_session.ExpiresAt);
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task A_grant_of_a_removed_user_does_not_hold()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Users.Where(row => row.Name == "admin").ExecuteDeleteAsync(Ct)
        );
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task A_grant_with_a_former_role_does_not_hold()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
            database
                .Users.Where(row => row.Name == "admin")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Role, UserRole.User), Ct)
        );
        Assert.That(await HoldsAsync(_grant), Is.False);
    }

    [Test]
    public async Task A_grant_does_not_hold_for_another_user() =>
        Assert.That(
            await HoldsAsync(_grant with { User = new User("user", UserRole.User) }),
            Is.False
        );

    [Test]
    public async Task A_grant_of_an_unknown_session_does_not_hold() =>
        Assert.That(await HoldsAsync(_grant with { SessionId = Guid.NewGuid() }), Is.False);

    [Test]
    public async Task A_failing_database_throws_a_database_failure()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlAsync(
                $"""ALTER TABLE "SignInSessions" RENAME TO "Gone" """,
                Ct
            )
        );
        Assert.That(
            () => HoldsAsync(_grant),
            Throws.Exception.Matches<Exception>(DatabaseFailure.IsIn)
        );
    }

    private Task<bool> HoldsAsync(AccessGrant grant) =>
        Installation.CallAsync<IAccessGrants, bool>(grants => grants.HoldsAsync(grant, Ct));
}
