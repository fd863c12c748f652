using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>
/// Lets the writing statements of this process wait for each other asynchronously. SQLite allows one writer at a time, and its client
/// waits for the lock by putting the thread to sleep and retrying, which takes most of the time if there are many writers.
/// </summary>
internal sealed class OneWriterAtATime : DbCommandInterceptor, IDisposable
{
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

    /// <summary>Statements inside a transaction do not wait: the transaction has the lock already.</summary>
    private async ValueTask EnterAsync(DbCommand command, CancellationToken ct)
    {
        if (
            command.Transaction is not null
            || command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
        )
            return;

        await _gate.WaitAsync(ct);
        _writing = command;
    }

    private void Leave(DbCommand command)
    {
        if (Interlocked.CompareExchange(ref _writing, null, command) == command)
            _gate.Release();
    }
}
