using OpenViduMeet.Infrastructure;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Creates or migrates the database, for those who do not leave that to the first node that starts.</summary>
internal static class MigrateCommand
{
    public static readonly CommandFlag DryRun = new(
        "--dry-run",
        "Print what would be changed, and change nothing"
    );

    public static async Task<int> RunAsync(
        IServiceProvider services,
        CommandArguments arguments,
        TextWriter output,
        CancellationToken ct
    )
    {
        if (arguments.Has(DryRun))
            return await PrintAsync(services, output, ct);

        await InfrastructureStart.MigrateAsync(services, ct);
        await InfrastructureStart.CloseAsync(services);
        await output.WriteLineAsync("migrate: the database is up to date");
        return 0;
    }

    private static async Task<int> PrintAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        var pending = await InfrastructureStart.FindPendingMigrationsAsync(services, ct);
        foreach (var migration in pending)
            await output.WriteLineAsync(
                $"""
                -- {migration.Name}
                {migration.Sql}

                """
            );
        await output.WriteLineAsync(
            pending.Count == 0
                ? "migrate: the database is up to date"
                : $"migrate: would apply {string.Join(", ", pending.Select(migration => migration.Name))}; nothing was changed"
        );
        return 0;
    }
}
