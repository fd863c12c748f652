using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>
/// Lets the writing statements of this process wait for each other without a thread. SQLite has one writer at a time, and its client
/// waits for another by putting a thread to sleep and trying again: with many at once most of the time passes so.
/// </summary>
internal sealed class OneWriterAtATime : DbCommandInterceptor, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsGated(command, eventData))
            await _gate.WaitAsync(cancellationToken);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        if (IsGated(command, eventData))
            _gate.Release();
        return new(result);
    }

    public override Task CommandFailedAsync(
        DbCommand command,
        CommandErrorEventData eventData,
        CancellationToken cancellationToken = default
    ) => ReleaseAsync(command, eventData);

    public override Task CommandCanceledAsync(
        DbCommand command,
        CommandEndEventData eventData,
        CancellationToken cancellationToken = default
    ) => ReleaseAsync(command, eventData);

    public void Dispose() => _gate.Dispose();

    private Task ReleaseAsync(DbCommand command, CommandEndEventData eventData)
    {
        if (
            eventData.ExecuteMethod == DbCommandMethod.ExecuteNonQuery
            && IsGated(command, eventData)
        )
            _gate.Release();
        return Task.CompletedTask;
    }

    /// <summary>Not inside of a transaction, which has the lock already. Migrations run before anybody else is there.</summary>
    private static bool IsGated(DbCommand command, CommandEventData eventData) =>
        command.Transaction is null && eventData.CommandSource != CommandSource.Migrations;
}
