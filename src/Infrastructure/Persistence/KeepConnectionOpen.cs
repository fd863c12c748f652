using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>
/// Leaves a context's connection open between the statements of one request: each opening of an SQLite connection registers a dozen
/// functions anew, which costs more than most statements. It is closed when the context goes back to its pool.
/// </summary>
internal sealed class KeepConnectionOpen : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionClosing(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    ) => InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    ) => new(InterceptionResult.Suppress());
}
