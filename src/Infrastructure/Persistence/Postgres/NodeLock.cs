using System.Data;
using Npgsql;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres;

/// <summary>
/// An advisory lock that says who uses the database: any number of nodes, or one restore. A node holds it on a connection of its own from the
/// migration on, and then on the one on which it listens.
/// </summary>
internal static class NodeLock
{
    /// <summary>"OVMT" and a number, as in <see cref="MigrationLock"/>.</summary>
    private const string Key = "5716841800166014978";

    /// <summary>Marks a running node, until the connection ends. Waits for a restore.</summary>
    public const string Share = $"SELECT pg_advisory_lock_shared({Key})";

    private const string TryShare = $"SELECT pg_try_advisory_lock_shared({Key})";

    private const string ReleaseShared = $"SELECT pg_advisory_unlock_shared({Key})";

    private const string TryAlone = $"SELECT pg_try_advisory_lock({Key})";

    private const string Release = $"SELECT pg_advisory_unlock({Key})";

    /// <summary>Marks a running node, until the returned lock is disposed.</summary>
    /// <exception cref="StartException">A backup is being restored.</exception>
    public static async Task<IAsyncDisposable> ShareAsync(
        NpgsqlConnection connection,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(TryShare, connection);
        if (await command.ExecuteScalarAsync(ct) is not true)
            throw new StartException(
                "A backup is being restored into the database: start again when that is done"
            );
        return new Held(connection, ReleaseShared);
    }

    /// <summary>Keeps nodes from starting, until the returned lock is disposed.</summary>
    /// <exception cref="StartException">A node is running.</exception>
    public static async Task<IAsyncDisposable> TakeAloneAsync(
        NpgsqlConnection connection,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(TryAlone, connection);
        if (await command.ExecuteScalarAsync(ct) is not true)
            throw new StartException(
                $"The database {connection.Database} at {connection.Host} is in use: stop all nodes first"
            );
        return new Held(connection, Release);
    }

    private sealed class Held(NpgsqlConnection connection, string release) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            // The lock has ended with the session. What broke the connection is told by the caller.
            if (!connection.State.HasFlag(ConnectionState.Open))
                return;
            try
            {
                await using var command = connection.CreateCommand().SetTrustedText(release);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // The connection broke unnoticed.
            }
        }
    }
}
