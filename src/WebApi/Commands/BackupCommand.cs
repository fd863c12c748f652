using OpenViduMeet.Infrastructure.Backup;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Writes the state of the installation into an archive, while servers may run.</summary>
internal static class BackupCommand
{
    public static readonly CommandFlag NoMedia = new(
        "--no-media",
        "Leave out the objects of the store"
    );

    public static readonly CommandFlag HashMedia = new(
        "--hash-media",
        "Read all objects of an S3 bucket too, for their hashes"
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
            .BackUpAsync(
                arguments.Value,
                ScopeOf(arguments),
                line => output.WriteLine($"backup: {line}"),
                ct
            );
        return 0;
    }

    public static MediaScope ScopeOf(CommandArguments arguments) =>
        arguments.Has(NoMedia) ? MediaScope.None
        : arguments.Has(HashMedia) ? MediaScope.Hashed
        : MediaScope.Listed;
}
