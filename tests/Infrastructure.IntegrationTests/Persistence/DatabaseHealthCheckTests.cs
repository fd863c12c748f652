using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseHealthCheckTests
{
    [Test]
    public async Task A_database_that_can_be_read_is_healthy()
    {
        await using var installation = await Installation.NewAsync();
        Assert.That(await StatusAsync(installation), Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task A_database_whose_file_is_gone_is_unhealthy()
    {
        await using var installation = await Installation.NewAsync();
        SqliteConnection.ClearAllPools();
        File.Delete(installation.Get<StorageOptions>().DatabaseFile);

        Assert.That(await StatusAsync(installation), Is.EqualTo(HealthStatus.Unhealthy));
    }

    private static async Task<HealthStatus> StatusAsync(Installation installation)
    {
        var report = await installation
            .Get<HealthCheckService>()
            .CheckHealthAsync(check => check.Name == "Database");
        return report.Status;
    }
}
