using OpenViduMeet.Infrastructure.Backup;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Checks that an archive can be restored, and compares its list of the store's objects with the store.</summary>
internal static class VerifyCommand
{
    /// <summary>The exit code of the process if the archive can be restored, but objects of the store are missing or differ.</summary>
    private const int MediaDiffer = 2;

    public static async Task<int> RunAsync(
        IServiceProvider services,
        CommandArguments arguments,
        TextWriter output,
        CancellationToken ct
    )
    {
        var isComplete = await services
            .GetRequiredService<StateArchive>()
            .VerifyAsync(
                arguments.Value,
                BackupCommand.ScopeOf(arguments),
                line => output.WriteLine($"verify: {line}"),
                ct
            );
        return isComplete ? 0 : MediaDiffer;
    }
}
