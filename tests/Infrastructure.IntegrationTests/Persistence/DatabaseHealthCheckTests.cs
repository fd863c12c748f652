using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Infrastructure.Health;
using OpenViduMeet.Infrastructure.IntegrationTests.Postgres;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseHealthCheckTests
{
    [Test]
    public async Task A_database_that_can_be_read_and_written_is_healthy([Values] TestDatabase kind)
    {
        var settings = await TestDatabases.NewAsync(kind);
        await using var installation = await Installation.NewAsync(settings);

        var database = await CheckAsync(installation);

        Assert.That(database.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(
            database.Data.Keys,
            Is.EquivalentTo([DependencyHealthChecks.Latency, DependencyHealthChecks.Version])
        );
    }

    [Test]
    public async Task A_database_whose_file_is_gone_is_unhealthy()
    {
        await using var installation = await Installation.NewAsync();
        SqliteConnection.ClearAllPools();
        File.Delete(installation.Get<StorageOptions>().DatabaseFile);

        Assert.That((await CheckAsync(installation)).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task A_database_that_another_program_has_locked_is_unhealthy_in_time()
    {
        await using var installation = await Installation.NewAsync();
        await using var connection = new SqliteConnection(
            $"Data Source={installation.Get<StorageOptions>().DatabaseFile}"
        );
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: false);
        var started = TimeProvider.System.GetTimestamp();

        var database = await CheckAsync(installation);

        Assert.That(database.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(
            database.Data[DependencyHealthChecks.Cause],
            Is.EqualTo("No answer within 2 s")
        );
        Assert.That(
            TimeProvider.System.GetElapsedTime(started),
            Is.LessThan(TimeSpan.FromSeconds(15)),
            "It is bounded, also on a busy machine"
        );
    }

    [Test]
    public async Task A_database_that_has_become_read_only_is_unhealthy_until_it_can_be_written()
    {
        var settings = await TestDatabases.NewAsync(TestDatabase.Postgres);
        await using var installation = await Installation.NewAsync(settings);
        Assert.That((await CheckAsync(installation)).Status, Is.EqualTo(HealthStatus.Healthy));

        await PostgresSettings.SetReadOnlyAsync(settings[0].Value, "on");
        var readOnly = await CheckAgainAsync(installation);
        await PostgresSettings.SetReadOnlyAsync(settings[0].Value, "off");
        var writable = await CheckAgainAsync(installation);

        Assert.That(readOnly.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(
            readOnly.Data[DependencyHealthChecks.Cause],
            Is.EqualTo("It can be read, but not written")
        );
        Assert.That(writable.Status, Is.EqualTo(HealthStatus.Healthy));
    }

    /// <summary>The first use of a connection that was ended fails.</summary>
    private static async Task<HealthReportEntry> CheckAgainAsync(Installation installation)
    {
        installation.Clock.Advance(DependencyHealthChecks.Lifetime);
        await CheckAsync(installation);
        installation.Clock.Advance(DependencyHealthChecks.Lifetime);
        return await CheckAsync(installation);
    }

    private static async Task<HealthReportEntry> CheckAsync(Installation installation) =>
        (
            await installation
                .Get<HealthCheckService>()
                .CheckHealthAsync(check => check.Name == "Database")
        ).Entries["Database"];
}
