using OpenViduMeet.Infrastructure;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Creates or migrates the database, for those who do not leave that to the first node that starts.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        await InfrastructureStart.MigrateAsync(services, ct);
        await InfrastructureStart.CloseAsync(services);
        await output.WriteLineAsync("migrate: the database is up to date");
        return 0;
    }
}
