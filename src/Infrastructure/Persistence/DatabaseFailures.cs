using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>
/// Translates failures of the database into <see cref="StorageErrors.Unavailable"/> for all use cases. Entity Framework throws from
/// queries, while reading rows and from saving, with the database's exception at different depths.
/// </summary>
internal sealed partial class DatabaseFailures<TRequest, TResponse>(
    ILogger<DatabaseFailures<TRequest, TResponse>> logger
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        try
        {
            return await next();
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            LogFailed(failed);
            return TResponse.Failure(StorageErrors.Unavailable);
        }
    }

    [LoggerMessage(LogLevel.Error, "The database failed")]
    private partial void LogFailed(Exception exception);
}

internal static class DatabaseFailure
{
    /// <summary>Whether the exception or one of its inner exceptions is the database's.</summary>
    public static bool IsIn(Exception exception) =>
        exception is DbException || (exception.InnerException is { } inner && IsIn(inner));
}

/// <summary>The database failed, and the caller takes no <see cref="Result"/>, such as the framework's authentication.</summary>
[SuppressMessage(
    "Design",
    "CA1032:Implement standard exception constructors",
    Justification = "It always has its cause"
)]
public sealed class DatabaseFailureException(Exception cause)
    : Exception("The database failed.", cause);
