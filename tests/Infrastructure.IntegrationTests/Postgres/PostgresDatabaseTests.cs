using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Changes;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

public sealed class PostgresDatabaseTests : PostgresTests
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice");

    /// <summary>The time within which every request must be answered.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Nodes_that_start_at_once_on_an_empty_database_migrate_it_once()
    {
        var nodes = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Task.Run(() => NewNodeAsync()))
        );

        var applied = await nodes[0]
            .CallAsync<MeetDbContext, IEnumerable<string>>(database =>
                database.Database.GetAppliedMigrationsAsync(Ct)
            );
        Assert.That(applied, Is.Not.Empty);
    }

    /// <summary>Names are held on connections of their own. Those that the restart has broken must not fail the first request.</summary>
    [Test]
    public async Task The_first_hold_of_a_name_after_a_restart_of_the_database_succeeds()
    {
        var node = await NewListeningNodeAsync();
        await HoldAsync("before");

        await Server.RestartAsync();
        await Eventually.HoldsAsync(
            () => Task.FromResult(node.Get<IChangeFeed>().IsLive),
            "the feed is live again"
        );

        Assert.That(() => HoldAsync("after"), Throws.Nothing);

        Task<ParticipantNameHold?> HoldAsync(string name) =>
            node.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
                holds.TryHoldAsync(Room, ParticipantName.Parse(name), TokenFamily.New(epoch: 0), Ct)
            );
    }

    [Test]
    public async Task A_later_migration_that_this_version_can_use_is_no_obstacle()
    {
        await NewNodeAsync();
        await ExecuteAsync(
            """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99')"""
        );

        Assert.That(() => NewNodeAsync(), Throws.Nothing);
    }

    [TestCase(
        """UPDATE "Schema" SET "OldestVersion" = '99.1.0'""",
        "was written by a newer version of this server and needs 99.1.0 or later"
    )]
    [TestCase(
        """DELETE FROM "Schema"; INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99')""",
        "was written by a newer version of this server"
    )]
    [TestCase(
        """DELETE FROM "__EFMigrationsHistory"; INSERT INTO "__EFMigrationsHistory" VALUES ('20200101000000_Songs', '1')""",
        "is the database of another program"
    )]
    public async Task A_database_that_cannot_be_used_is_refused_in_one_line(
        string change,
        string fault
    )
    {
        await NewNodeAsync();
        await ExecuteAsync(change);

        var refused = Assert.ThrowsAsync<StartException>(() => NewNodeAsync());

        Assert.That(refused!.Message, Does.Contain(fault).And.Not.Contain(Environment.NewLine));
    }

    [Test]
    public async Task The_tables_of_another_program_are_left_alone()
    {
        await ExecuteAsync("CREATE TABLE songs (title TEXT)");

        Assert.That(
            () => NewNodeAsync(),
            Throws
                .InstanceOf<StartException>()
                .With.Message.Contains("is the database of another program")
        );
    }

    [Test]
    public async Task A_start_without_a_database_says_so_in_one_line()
    {
        await Server.StopAsync();
        try
        {
            var failed = Assert.CatchAsync<Exception>(() => NewNodeAsync());

            var fault = InfrastructureStart.FaultOf(failed!);
            Assert.That(
                fault,
                Does.StartWith("The database cannot be used").And.Not.Contain(Environment.NewLine)
            );
        }
        finally
        {
            await Server.StartAgainAsync();
        }
    }

    [Test]
    public async Task A_database_that_is_away_fails_at_once_and_works_when_it_is_back()
    {
        var node = await NewNodeAsync();
        await HoldAsync(node);
        await Server.StopAsync();
        try
        {
            await AssertFailsInTimeAsync(node);
        }
        finally
        {
            await Server.StartAgainAsync();
        }

        await Eventually.HoldsAsync(() => AnswersAsync(node), "it works again");
    }

    [Test]
    public async Task A_database_that_hangs_fails_in_time()
    {
        var node = await NewNodeAsync();
        await HoldAsync(node);
        Server.Pause();
        try
        {
            await AssertFailsInTimeAsync(node);
        }
        finally
        {
            Server.Resume();
        }

        await Eventually.HoldsAsync(() => AnswersAsync(node), "it works again");
    }

    [TestCase(false, "on")]
    [TestCase(true, "off")]
    public async Task Only_a_context_without_sync_does_not_wait_for_the_disk(
        bool isWithoutSync,
        string expected
    )
    {
        await ExecuteAsync("ALTER ROLE CURRENT_USER SET synchronous_commit = on");
        var meet = (await NewNodeAsync()).Get<IMeetDatabase>();
        await using var context = isWithoutSync ? meet.OpenWithoutSync() : meet.Open();

        var found = await context
            .Database.SqlQueryRaw<string>("SHOW synchronous_commit")
            .ToListAsync(Ct);

        Assert.That(found, Is.EqualTo([expected]));
    }

    /// <summary>PostgreSQL refuses NUL in texts.</summary>
    [Test]
    public async Task A_text_with_a_NUL_is_found_nowhere_and_fails_nothing()
    {
        var node = await NewNodeAsync();
        Assert.That(
            await node.CallAsync<IUserDirectory, User?>(users => users.FindAsync("ad\0min", Ct)),
            Is.Null
        );
    }

    private static async Task AssertFailsInTimeAsync(Installation node)
    {
        var watch = Stopwatch.StartNew();
        Assert.That(
            () => HoldAsync(node),
            Throws.Exception.Matches<Exception>(DatabaseFailure.IsIn)
        );
        Assert.That(watch.Elapsed, Is.LessThan(Bound));

        watch.Restart();
        Assert.That(
            () => node.CallAsync<IUserDirectory, User?>(users => users.FindAsync("admin", Ct)),
            Throws.Exception.Matches<Exception>(DatabaseFailure.IsIn)
        );
        Assert.That(watch.Elapsed, Is.LessThan(Bound));
    }

    private static async Task<bool> AnswersAsync(Installation node)
    {
        try
        {
            await HoldAsync(node);
            return true;
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            return false;
        }
    }

    private static Task<ParticipantNameHold?> HoldAsync(Installation node) =>
        node.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
            holds.TryHoldAsync(Room, Alice, TokenFamily.New(epoch: 0), Ct)
        );

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(PostgresServer.ConnectionStringOf(Url));
        await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are constants of this file.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
