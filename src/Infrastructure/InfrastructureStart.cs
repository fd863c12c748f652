using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Caching;
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
    /// Creates what the adapters need and is missing: the database, its tables and the installation's id, the keys, the bucket. Checks
    /// existing keys and the existing database first, and changes nothing if they cannot be used.
    /// </summary>
    /// <exception cref="StartException">Something cannot be used.</exception>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        SigningKeys.ThrowIfDamaged(
            services.GetRequiredService<JwtOptions>(),
            services.GetRequiredService<StorageOptions>()
        );
        await MigrateAsync(services, ct);
        services.GetRequiredService<SigningKeys>();
        await LoadInstallationIdAsync(services, ct);
        if (services.GetService<S3Options>() is { CreateBucket: true })
            await services.GetRequiredService<S3ObjectStore>().EnsureExistsAsync(ct);
    }

    /// <summary>Creates or migrates the database. Several nodes may do this at once.</summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    public static Task MigrateAsync(IServiceProvider services, CancellationToken ct) =>
        services.GetRequiredService<IMeetDatabase>().MigrateAsync(ct);

    /// <summary>Finds what <see cref="MigrateAsync"/> would do to the database, and changes nothing.</summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    public static async Task<IReadOnlyList<PendingMigration>> FindPendingMigrationsAsync(
        IServiceProvider services,
        CancellationToken ct
    )
    {
        var database = services.GetRequiredService<IMeetDatabase>();
        await using var context = database.Open();
        return PendingMigration.AllOf(context, await database.ReadSchemaAsync(ct));
    }

    /// <summary>
    /// Saves the configured users, and ends the sessions of provider accounts whose roles come from other settings, before the server
    /// accepts requests. Commands must not call it: with other settings, they would change the passwords of a running server.
    /// </summary>
    public static async Task EnsureUsersAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BuiltInUsers>().EnsureAsync(ct);
        await scope.ServiceProvider.GetRequiredService<ProviderSessions>().EndOthersAsync(ct);
    }

    /// <summary>
    /// Lets a process that examines the installation use a key of its own if none is configured or stored. Making one would leave a data
    /// directory behind that belongs to whoever ran the command.
    /// </summary>
    public static IServiceCollection WithoutNewKeys(this IServiceCollection services) =>
        services.Replace(
            ServiceDescriptor.Singleton(provider =>
                SigningKeys.ForExamination(
                    provider.GetRequiredService<JwtOptions>(),
                    provider.GetRequiredService<LiveKitOptions>(),
                    provider.GetRequiredService<StorageOptions>()
                )
            )
        );

    /// <summary>
    /// Prepares a process that examines the installation beside the server, and changes nothing: the keys are not stored, and the database is
    /// not migrated.
    /// </summary>
    public static async Task PrepareToExamineAsync(IServiceProvider services, CancellationToken ct)
    {
        try
        {
            await using var opened = services.GetRequiredService<IMeetDatabase>().OpenWithoutSync();
            await services.GetRequiredService<InstallationId>().ReadAsync(opened, ct);
        }
        catch (Exception failed)
            when (failed is OptionsValidationException or StartException
                || DatabaseFailure.IsIn(failed)
            )
        {
            // The checks of the settings and of the database tell why.
        }
    }

    /// <summary>
    /// Closes the database. Must be called last, when nothing uses it any more. A copy of the embedded database's file is then a complete
    /// backup.
    /// </summary>
    public static async Task CloseAsync(IServiceProvider services)
    {
        // A write in progress would keep the database open.
        await services.GetRequiredService<BackgroundWrites>().DisposeAsync();
        await services.GetRequiredService<IMeetDatabase>().CloseAsync();
    }

    /// <summary>Describes a failure of the disk or the database in one line, for the operator.</summary>
    /// <returns>The line, or <see langword="null"/> for any other exception.</returns>
    public static string? FaultOf(Exception failed) =>
        failed switch
        {
            StartException => failed.Message,
            DbException => $"The database cannot be used: {failed.Message}",
            DbUpdateException { InnerException: DbException cause } => FaultOf(cause),
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
