using Microsoft.Extensions.Logging;
using Npgsql;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres;

/// <summary>
/// Lets one node at a time migrate the database: an advisory lock of a session, which PostgreSQL releases when the session ends in any way.
/// </summary>
internal sealed partial class MigrationLock : IAsyncDisposable
{
    /// <summary>"OVMT" and a number: unlikely to be the key of another program's lock in the same database.</summary>
    private const long Key = 0x4F564D54_00000001;

    /// <summary>How long this node waits for another node before it gives up: longer than a migration may take.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    private readonly NpgsqlConnection _session;

    private MigrationLock(NpgsqlConnection session) => _session = session;

    /// <exception cref="StartException">Another node has held the lock for too long.</exception>
    public static async Task<MigrationLock> TakeAsync(
        NpgsqlConnection session,
        ILogger logger,
        CancellationToken ct
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var nextLog = TimeSpan.Zero; ; )
        {
            if (await CallAsync(session, "pg_try_advisory_lock", ct))
                return new MigrationLock(session);

            var waited = TimeProvider.System.GetElapsedTime(started);
            if (waited >= LongestWait)
                throw new StartException(
                    $"Another node has been migrating the database for {LongestWait.TotalMinutes:0} minutes: end that node, or wait until it is done"
                );
            if (waited >= nextLog)
            {
                LogWaiting(logger, (int)waited.TotalSeconds);
                nextLog = waited + LogInterval;
            }

            await Task.Delay(Pause, TimeProvider.System, ct);
        }
    }

    public async ValueTask DisposeAsync() =>
        await CallAsync(_session, "pg_advisory_unlock", CancellationToken.None);

    private static async Task<bool> CallAsync(
        NpgsqlConnection session,
        string function,
        CancellationToken ct
    )
    {
        await using var command = session
            .CreateCommand()
            .SetTrustedText($"SELECT {function}({Key})");
        return await command.ExecuteScalarAsync(ct) is true;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Another node is migrating the database: this one has waited for {Seconds} s"
    )]
    private static partial void LogWaiting(ILogger logger, int seconds);
}
