using Npgsql;
using OpenViduMeet.Domain.Nodes;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres;

/// <summary>
/// Holds an advisory lock as long as the task runs. The lock ends with its transaction, so also with the connection of a node that was
/// killed. A transaction that has read and written nothing else does not hold up PostgreSQL's cleaning.
/// </summary>
internal sealed class PostgresExclusiveTasks(PostgresDatabase database) : IExclusiveTasks
{
    private const string Lock =
        "SELECT pg_try_advisory_xact_lock(hashtextextended('task ' || $1, 0))";

    /// <summary>
    /// More often than <see cref="PostgresDatabase.IdleInTransactionSeconds"/>, after which PostgreSQL ends the lock of a node that was
    /// paused.
    /// </summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(2);

    public async Task<bool> TryRunAsync(
        string task,
        Func<CancellationToken, Task> run,
        CancellationToken ct
    )
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var takeLock = new NpgsqlCommand(Lock, connection);
        takeLock.Parameters.Add(new() { Value = task });
        if (await takeLock.ExecuteScalarAsync(ct) is not true)
            return false;

        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = run(held.Token);
        try
        {
            while (!running.IsCompleted)
            {
                await running
                    .WaitAsync(PingInterval, TimeProvider.System, CancellationToken.None)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await using var ping = new NpgsqlCommand("SELECT 1", connection);
                await ping.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        finally
        {
            await held.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await running;
        return true;
    }
}
