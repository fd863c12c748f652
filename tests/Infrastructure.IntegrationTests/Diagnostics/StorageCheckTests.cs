using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.IntegrationTests.Persistence;
using OpenViduMeet.Infrastructure.IntegrationTests.Postgres;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Diagnostics;

/// <summary>What the doctor finds in the database and on the disk, and cannot be planted from outside.</summary>
public sealed class StorageCheckTests
{
    private const long Gibibyte = 1024L * 1024 * 1024;

    [Test]
    public async Task A_sound_database_has_no_faults([Values] TestDatabase kind)
    {
        await using var installation = await NewAsync(await TestDatabases.NewAsync(kind));
        Assert.That(await ExamineAsync(installation, "database"), Is.Empty);
    }

    [Test]
    public async Task A_read_only_database_is_named()
    {
        var settings = await TestDatabases.NewAsync(TestDatabase.Postgres);
        await using var installation = await NewAsync(settings);
        await PostgresSettings.SetReadOnlyAsync(settings[0].Value, "on");

        // The first use of a connection that was ended fails.
        await ExamineAsync(installation, "database");
        await ExamineAsync(installation, "database");

        Assert.That(
            await ExamineAsync(installation, "database"),
            Is.EqualTo(["database-read-only"])
        );
    }

    [Test]
    public async Task Another_time_in_the_database_is_named()
    {
        // Its clock is years ahead.
        await using var installation = await Installation.NewAsync(
            await TestDatabases.NewAsync(TestDatabase.Postgres)
        );
        Assert.That(await ExamineAsync(installation, "database"), Is.EqualTo(["database-clock"]));
    }

    /// <summary>The codes of class 28 and the next two are refusals; in the others, PostgreSQL has no place or is not ready.</summary>
    [TestCase(PostgresErrorCodes.InvalidPassword, "database-refused")]
    [TestCase(PostgresErrorCodes.InvalidAuthorizationSpecification, "database-refused")]
    [TestCase(PostgresErrorCodes.InvalidCatalogName, "database-refused")]
    [TestCase(PostgresErrorCodes.InsufficientPrivilege, "database-refused")]
    [TestCase(PostgresErrorCodes.TooManyConnections, "database-unreachable")]
    [TestCase(PostgresErrorCodes.CannotConnectNow, "database-unreachable")]
    [TestCase(PostgresErrorCodes.AdminShutdown, "database-unreachable")]
    public async Task A_PostgreSQL_that_is_not_ready_is_told_from_one_that_refuses_the_settings(
        string code,
        string fault
    )
    {
        var database = new FakeDatabase
        {
            WhenInspected = () => throw new PostgresException("hunter2", "FATAL", "FATAL", code),
        };
        await using var installation = await Installation.NewAsync(services =>
            services.AddSingleton<IMeetDatabase>(database)
        );

        Assert.That(await ExamineAsync(installation, "database"), Is.EqualTo([fault]));
    }

    [Test]
    public async Task SQLite_on_a_network_file_system_is_named()
    {
        await using var installation = await OnAsync(new FileSystemFacts("nfs4", 100 * Gibibyte));
        Assert.That(
            await ExamineAsync(installation, "database"),
            Is.EqualTo(["database-on-network"])
        );
    }

    [TestCase(1024, "disk-full")]
    [TestCase(Gibibyte, "disk-low")]
    public async Task A_disk_with_little_space_is_named(long free, string fault)
    {
        await using var installation = await OnAsync(new FileSystemFacts("ext4", free));
        Assert.That(await ExamineAsync(installation, "data-directory"), Is.EqualTo([fault]));
    }

    [Test]
    public void The_file_system_of_a_folder_that_is_missing_is_that_above_it()
    {
        var facts = new FileSystems().Find(Path.Combine(Path.GetTempPath(), "missing", "folder"));
        Assert.That(facts?.FreeBytes, Is.GreaterThan(0));
        Assert.That(facts?.Format, Is.Not.Empty);
    }

    private static Task<Installation> NewAsync((string Name, string Value)[] settings) =>
        Installation.NewAsync(services => services.AddSingleton(TimeProvider.System), settings);

    private static Task<Installation> OnAsync(FileSystemFacts facts) =>
        Installation.NewAsync(services =>
            services.AddSingleton<IFileSystems>(new FakeFileSystems(facts))
        );

    private static Task<IReadOnlyList<string>> ExamineAsync(
        Installation installation,
        string check
    ) =>
        installation.CallAsync<IEnumerable<IInstallationCheck>, IReadOnlyList<string>>(
            async checks =>
                [
                    .. (
                        await checks
                            .Single(known => known.Id == check)
                            .ExamineAsync(CancellationToken.None)
                    ).Select(finding => finding.Fault.Id),
                ]
        );

    private sealed class FakeFileSystems(FileSystemFacts facts) : IFileSystems
    {
        public FileSystemFacts? Find(string path) => facts;
    }
}
