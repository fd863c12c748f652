using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The embedded database: one SQLite file, written ahead (WAL), so that readers never wait for a writer.</summary>
public static class MeetDatabase
{
    /// <summary>Seconds that a statement waits for another's lock: within the 5 s in which every request is answered.</summary>
    private const int LockTimeoutSeconds = 4;

    /// <summary>Creates the database, or brings it to this version's state.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        var options = services.GetRequiredService<StorageOptions>();
        Directory.CreateDirectory(options.DataDirectory);

        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MeetDbContext>().Database.MigrateAsync(ct);
    }

    internal static void Configure(DbContextOptionsBuilder builder, string file) =>
        builder
            .UseSqlite(
                new SqliteConnectionStringBuilder
                {
                    DataSource = file,
                    DefaultTimeout = LockTimeoutSeconds,
                }.ToString()
            )
            .AddInterceptors(new KeepConnectionOpen(), new OneWriterAtATime());

    /// <summary>For <c>dotnet ef migrations</c>, which never opens the file.</summary>
    internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<MeetDbContext>
    {
        public MeetDbContext CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<MeetDbContext>();
            Configure(builder, "design-time.db");
            return new MeetDbContext(builder.Options);
        }
    }
}
