using OpenViduMeet.Infrastructure.Backup;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Restores the state of the installation from an archive, while no server runs.</summary>
internal static class RestoreCommand
{
    public static readonly CommandFlag Replace = new(
        "--replace",
        "Replace a database that holds data"
    );

    public static async Task<int> RunAsync(
        IServiceProvider services,
        CommandArguments arguments,
        TextWriter output,
        CancellationToken ct
    )
    {
        await services
            .GetRequiredService<StateArchive>()
            .RestoreAsync(
                arguments.Value,
                arguments.Has(Replace),
                line => output.WriteLine($"restore: {line}"),
                ct
            );
        return 0;
    }
}
