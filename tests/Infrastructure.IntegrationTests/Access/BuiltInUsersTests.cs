using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

/// <summary>Starts on a database that holds the users of an earlier start.</summary>
public sealed class BuiltInUsersTests(TestDatabase database) : DatabaseTests(database)
{
    [SetUp]
    public async Task StartAsync()
    {
        await InfrastructureStart.EnsureUsersAsync(Installation.Services, Ct);
        await AddSessionAsync("admin");
        await AddSessionAsync("user");
    }

    [Test]
    public async Task With_the_same_settings_nothing_changes()
    {
        var before = await RowsAsync();
        await using var restarted = await RestartAsync();
        Assert.That(await RowsAsync(), Is.EqualTo(before));
        Assert.That(await SessionsAsync(), Is.EqualTo(new[] { "admin", "user" }));
    }

    [Test]
    public async Task A_changed_password_takes_effect_and_ends_the_users_sessions()
    {
        await using var restarted = await RestartAsync(("MEET_ADMIN_SECRET", "changed"));

        Assert.That(await MaySignInAsync(restarted, "admin", "changed"), Is.True);
        Assert.That(await MaySignInAsync(restarted, "admin", "admin"), Is.False);
        Assert.That(await MaySignInAsync(restarted, "user", "user"), Is.True);
        Assert.That(await SessionsAsync(), Is.EqualTo(new[] { "user" }));
    }

    [Test]
    public async Task A_hash_below_the_current_cost_is_replaced_and_ends_no_session()
    {
        var cheap = new PasswordHasher<User>(
            Options.Create(new PasswordHasherOptions { IterationCount = 10 })
        ).HashPassword(new User("admin", UserRole.Admin), "admin");
        await Installation.CallAsync<MeetDbContext>(database =>
            database
                .Users.Where(row => row.Name == "admin")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, cheap), Ct)
        );

        await using var restarted = await RestartAsync();

        Assert.That((await RowsAsync())[0].PasswordHash, Is.Not.EqualTo(cheap));
        Assert.That(await MaySignInAsync(restarted, "admin", "admin"), Is.True);
        Assert.That(await SessionsAsync(), Is.EqualTo(new[] { "admin", "user" }));
    }

    [Test]
    public async Task A_user_missing_from_the_settings_is_deleted_and_returns_without_sessions()
    {
        await using var renamed = await RestartAsync(("MEET_USER", "guest"));
        var names = (await RowsAsync()).Select(row => row.Name).ToArray();
        Assert.That(names, Is.EqualTo(new[] { "admin", "guest" }));
        Assert.That(await MaySignInAsync(renamed, "user", "user"), Is.False);
        Assert.That(await SessionsAsync(), Is.EqualTo(new[] { "admin" }));

        // A node that still has the old settings would do the same.
        await AddSessionAsync("user");
        await using var again = await RestartAsync();
        Assert.That(await MaySignInAsync(again, "user", "user"), Is.True);
        Assert.That(await SessionsAsync(), Is.EqualTo(new[] { "admin" }));
    }

    [Test]
    public async Task A_changed_role_takes_effect_and_ends_the_users_sessions()
    {
        await using var swapped = await RestartAsync(
            ("MEET_USER", "admin"),
            ("MEET_SECRET", "admin"),
            ("MEET_ADMIN_USER", "user"),
            ("MEET_ADMIN_SECRET", "user")
        );
        Assert.That(
            (await RowsAsync()).Select(row => row.ToUser()),
            Is.EqualTo(new[] { new User("admin", UserRole.User), new User("user", UserRole.Admin) })
        );
        Assert.That(await SessionsAsync(), Is.Empty);
    }

    [TestCase("admin", "admin")]
    [TestCase("changed", "changed")]
    [TestCase("changed", "otherwise")]
    public async Task Concurrently_starting_nodes_all_start_and_one_password_takes_effect(
        string one,
        string other
    )
    {
        string[] secrets = [one, other, one, other];
        var nodes = await Task.WhenAll(
            secrets.Select(secret => NewNodeAsync(("MEET_ADMIN_SECRET", secret)))
        );

        await Task.WhenAll(
            nodes.Select(node =>
                Task.Run(() => InfrastructureStart.EnsureUsersAsync(node.Services, Ct))
            )
        );

        Assert.That(await RowsAsync(), Has.Count.EqualTo(2));
        var inForce = new List<string>();
        foreach (var secret in secrets.Distinct())
        {
            if (await MaySignInAsync(nodes[0], "admin", secret))
                inForce.Add(secret);
        }

        Assert.That(inForce, Has.Count.EqualTo(1));
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Test]
    public async Task Concurrently_starting_nodes_on_an_empty_database_all_start()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Users.ExecuteDeleteAsync(Ct)
        );
        await using var other = await NewNodeAsync();
        Installation[] nodes = [Installation, other, Installation, other];

        await Task.WhenAll(
            nodes.Select(node =>
                Task.Run(() => InfrastructureStart.EnsureUsersAsync(node.Services, Ct))
            )
        );

        Assert.That(await RowsAsync(), Has.Count.EqualTo(2));
        Assert.That(await MaySignInAsync(other, "admin", "admin"), Is.True);
    }

    [Test]
    public async Task A_start_that_cannot_save_the_users_gives_up()
    {
        await Installation.CallAsync<MeetDbContext>(async database =>
        {
            await database.Users.ExecuteDeleteAsync(Ct);
            await database.Database.ExecuteSqlRawAsync(
                Database == TestDatabase.Sqlite
                    ? """
                    CREATE TRIGGER "AlwaysTooLate" BEFORE INSERT ON "Users"
                    BEGIN SELECT RAISE(IGNORE); END
                    """
                    : """CREATE RULE "AlwaysTooLate" AS ON INSERT TO "Users" DO INSTEAD NOTHING""",
                Ct
            );
        });

        Assert.That(
            () => InfrastructureStart.EnsureUsersAsync(Installation.Services, Ct),
            Throws.InstanceOf<StartException>()
        );
    }

    private async Task<Installation> RestartAsync(params (string Name, string Value)[] settings)
    {
        var node = await NewNodeAsync(settings);
        await InfrastructureStart.EnsureUsersAsync(node.Services, Ct);
        return node;
    }

    private static async Task<bool> MaySignInAsync(Installation node, string name, string password)
    {
        var verified = await node.CallAsync<IUserDirectory, Result<User>>(users =>
            users.VerifyAsync(name, password, Ct)
        );
        return !verified.IsFailure;
    }

    private Task AddSessionAsync(string user)
    {
        var expires = Installation.Clock.GetUtcNow().AddDays(1);
        var session = new SignInSession(Guid.NewGuid(), user, Guid.NewGuid(), expires);
        return Installation.CallAsync<ISignInSessionRepository>(s => s.AddAsync(session, Ct));
    }

    private Task<List<UserRow>> RowsAsync() =>
        Installation.CallAsync<MeetDbContext, List<UserRow>>(database =>
            database.Users.AsNoTracking().OrderBy(row => row.Name).ToListAsync(Ct)
        );

    private Task<List<string>> SessionsAsync() =>
        Installation.CallAsync<MeetDbContext, List<string>>(database =>
            database.SignInSessions.Select(s => s.UserName).OrderBy(name => name).ToListAsync(Ct)
        );
}
