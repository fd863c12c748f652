using OpenViduMeet.Domain.Nodes;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// The embedded database has one node. A second process on the same files, as during a restart, does the same work again, which does no
/// harm.
/// </summary>
internal sealed class OnlyNode : IExclusiveTasks
{
    public async Task<bool> TryRunAsync(
        string task,
        Func<CancellationToken, Task> run,
        CancellationToken ct
    )
    {
        await run(ct);
        return true;
    }
}
