using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.ObjectStorage.S3;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure;

public static class InfrastructureStart
{
    /// <summary>
    /// Creates what the adapters need and is not there: the database, its tables and the installation's id, the keys, the bucket.
    /// What is there is looked at first: where it cannot be used, nothing is changed.
    /// </summary>
    /// <exception cref="StartException">Something cannot be used.</exception>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        SigningKeys.ThrowIfDamaged(
            services.GetRequiredService<JwtOptions>(),
            services.GetRequiredService<StorageOptions>()
        );
        await MeetDatabase.MigrateAsync(services, ct);
        services.GetRequiredService<SigningKeys>();
        await LoadInstallationIdAsync(services, ct);
        if (services.GetService<S3Options>() is { CreateBucket: true })
            await services.GetRequiredService<S3ObjectStore>().EnsureExistsAsync(ct);
    }

    /// <summary>
    /// Puts the configured users in force, before the server answers anybody. Commands leave it out: run with other settings, they
    /// would change the passwords of a server.
    /// </summary>
    public static async Task EnsureUsersAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BuiltInUsers>().EnsureAsync(ct);
    }

    /// <summary>What failed of the disk or the database, in one line for whoever starts the server.</summary>
    /// <returns><see langword="null"/> if it was something else.</returns>
    public static string? FaultOf(Exception failed) =>
        failed switch
        {
            StartException => failed.Message,
            SqliteException => $"The database cannot be used: {failed.Message}",
            DbUpdateException { InnerException: SqliteException cause } => FaultOf(cause),
            IOException or UnauthorizedAccessException =>
                $"The data cannot be used: {failed.Message}",
            _ => null,
        };

    private static async Task LoadInstallationIdAsync(
        IServiceProvider services,
        CancellationToken ct
    )
    {
        await using var scope = services.CreateAsyncScope();
        await services
            .GetRequiredService<InstallationId>()
            .LoadAsync(scope.ServiceProvider.GetRequiredService<MeetDbContext>(), ct);
    }
}
