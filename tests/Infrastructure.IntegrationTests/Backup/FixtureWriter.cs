using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>Writes the databases of this version into <c>tests/Fixtures</c>: see the text there.</summary>
[Explicit("Run once for each release")]
public sealed class FixtureWriter
{
    private static string Directory =>
        System
            .IO.Directory.CreateDirectory(Checkout.File("tests", "Fixtures", ServerVersion.Text))
            .FullName;

    [Test]
    public async Task Write_the_SQLite_database_and_its_backup()
    {
        await using var installation = await NewAsync(("MEET_JWT_KEY", MeetApiFactory.MeetKey));
        var backup = Path.Combine(Directory, "meet.backup");
        File.Delete(backup);
        await installation
            .Get<StateArchive>()
            .BackUpAsync(backup, MediaScope.None, _ => { }, CancellationToken.None);
        await InfrastructureStart.CloseAsync(installation.Services);
        var database = installation.Get<StorageOptions>().DatabaseFile;
        await using (var connection = new SqliteConnection($"Data Source={database};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM";
            await command.ExecuteNonQueryAsync();
        }

        File.Copy(database, Path.Combine(Directory, "meet.db"), overwrite: true);
    }

    [Test]
    public async Task Write_the_PostgreSQL_database()
    {
        var settings = await TestDatabases.NewAsync(TestDatabase.Postgres);
        await using (await NewAsync(settings))
        {
            var url = new NpgsqlConnectionStringBuilder(
                PostgresServer.ConnectionStringOf(settings[0].Value)
            );
            var start = new ProcessStartInfo(
                "pg_dump",
                [
                    "--inserts",
                    "--no-owner",
                    "--no-privileges",
                    $"--host={url.Host}",
                    $"--port={url.Port}",
                    $"--username={url.Username}",
                    url.Database!,
                ]
            )
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["PGPASSWORD"] = url.Password;
            using var process = Process.Start(start)!;
            var dump = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.That(process.ExitCode, Is.Zero);
            // Commands of psql.
            var lines = dump.Split('\n').Where(line => !line.StartsWith('\\'));
            await File.WriteAllTextAsync(
                Path.Combine(Directory, "meet.sql"),
                string.Join('\n', lines)
            );
        }

        await TestDatabases.DropAsync(settings);
    }

    private static async Task<Installation> NewAsync(params (string Name, string Value)[] settings)
    {
        var installation = await Installation.NewAsync(settings);
        await InfrastructureStart.EnsureUsersAsync(installation.Services, CancellationToken.None);
        await StateSample.FillAsync(installation);
        return installation;
    }
}
