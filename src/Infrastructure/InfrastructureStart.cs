using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Blobs.S3;
using OpenViduMeet.Infrastructure.Meetings;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure;

public static class InfrastructureStart
{
    /// <summary>Creates what the adapters need and is not there: the database, its tables and the installation's id, the bucket.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        await MeetDatabase.MigrateAsync(services, ct);
        await LoadInstallationIdAsync(services, ct);
        if (services.GetService<S3Options>() is { CreateBucket: true })
            await services.GetRequiredService<S3Bucket>().EnsureExistsAsync(ct);
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
