using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Lets the writing statements of this process wait for each other asynchronously. SQLite allows one writer at a time, and its client
/// waits for the lock by putting the thread to sleep and retrying, so that many writers would take all threads. No statement waits longer
/// than its timeout, however many wait.
/// </summary>
/// <param name="onWritten">Called with the connection of each statement that has passed.</param>
internal sealed class OneWriterAtATime(Action<SqliteConnection> onWritten)
    : DbCommandInterceptor,
        IDisposable
{
    /// <summary>SQLITE_BUSY (https://www.sqlite.org/rescode.html#busy).</summary>
    private const int Busy = 5;

    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>The statement that holds the gate. A statement cancelled while it waits must not release the gate.</summary>
    private DbCommand? _writing;

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        await EnterAsync(command, cancellationToken);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        await EnterAsync(command, cancellationToken);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        Leave(command);
        return new(result);
    }

    /// <summary>A statement that returns rows is complete when its reader is disposed.</summary>
    public override InterceptionResult DataReaderDisposing(
        DbCommand command,
        DataReaderDisposingEventData eventData,
        InterceptionResult result
    )
    {
        Leave(command);
        return result;
    }

    public override Task CommandFailedAsync(
        DbCommand command,
        CommandErrorEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Leave(command);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(
        DbCommand command,
        CommandEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Leave(command);
        return Task.CompletedTask;
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Lets a command that bypasses Entity Framework wait, too. It leaves when the result is disposed.</summary>
    /// <param name="limit">The limit of the wait for the gate and the wait for the lock together.</param>
    /// <exception cref="SqliteException">Others wrote for longer than the limit.</exception>
    public async ValueTask<IDisposable?> WaitAsync(DbCommand command, TimeSpan limit)
    {
        await PassAsync(command, limit, CancellationToken.None);
        return new Turn(this, command);
    }

    /// <summary>Statements inside a transaction do not wait: the transaction has the lock already.</summary>
    private async ValueTask EnterAsync(DbCommand command, CancellationToken ct)
    {
        if (
            command.Transaction is not null
            || command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
        )
            return;

        await PassAsync(command, TimeSpan.FromSeconds(command.CommandTimeout), ct);
        _writing = command;
    }

    private async Task PassAsync(DbCommand command, TimeSpan limit, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (!await _gate.WaitAsync(limit, ct))
            throw new SqliteException("The database is locked by another writer.", Busy);
        var left = limit - TimeProvider.System.GetElapsedTime(started);
        command.CommandTimeout = Math.Max(1, (int)left.TotalSeconds);
    }

    private void Leave(DbCommand command)
    {
        if (Interlocked.CompareExchange(ref _writing, null, command) == command)
            Release(command);
    }

    private void Release(DbCommand command)
    {
        _gate.Release();
        onWritten((SqliteConnection)command.Connection!);
    }

    private sealed class Turn(OneWriterAtATime writers, DbCommand command) : IDisposable
    {
        public void Dispose() => writers.Release(command);
    }
}
