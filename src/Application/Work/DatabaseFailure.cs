using System.Data.Common;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Work;

/// <summary>
/// Tells failures of the database from other exceptions. Entity Framework throws them from queries, while reading rows and from saving,
/// with the database's own exception at different depths.
/// </summary>
public static class DatabaseFailure
{
    /// <summary>The error that callers see.</summary>
    public static Error Error => StorageErrors.Unavailable;

    /// <summary>Whether the exception or one of its inner exceptions is the database's.</summary>
    public static bool IsIn(Exception exception) => FindIn(exception) is not null;

    /// <returns>The database's exception, or <see langword="null"/> if neither the exception nor one of its inner exceptions is.</returns>
    public static DbException? FindIn(Exception exception) =>
        exception as DbException ?? (exception.InnerException is { } inner ? FindIn(inner) : null);
}
