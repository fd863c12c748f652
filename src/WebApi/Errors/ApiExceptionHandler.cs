using System.Data.Common;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>Answers what nobody expected: a body that is too large, a database that fails, a bug.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (HasClientLeft(httpContext, exception))
        {
            httpContext.Abort();
            return true;
        }

        if (exception is BadHttpRequestException badRequest)
        {
            // What is still to come of the body is not waited for.
            if (badRequest.StatusCode == StatusCodes.Status408RequestTimeout)
                httpContext.Response.Headers.Connection = "close";
            await ErrorMapper.WriteAsync(
                httpContext,
                BareStatusErrors.BodyFor(badRequest.StatusCode)
            );
        }
        else if (IsDatabaseFailure(exception))
        {
            LogDatabaseFailure(exception);
            await ErrorMapper.WriteAsync(httpContext, StorageErrors.Unavailable);
        }
        else if (IsFailureOfTheOutside(exception))
        {
            LogFailureOfTheOutside(exception);
            await ErrorMapper.WriteAsync(httpContext, BareStatusErrors.ServiceUnavailable);
        }
        else
        {
            LogBug(exception);
            await ErrorMapper.WriteAsync(
                httpContext,
                BareStatusErrors.BodyFor(StatusCodes.Status500InternalServerError)
            );
        }

        return true;
    }

    /// <summary>
    /// Nobody is there to be answered, and nothing is at fault. Reading fails in one of these ways a moment before the request is
    /// marked as aborted: the connection is gone, or the body ended before its time.
    /// </summary>
    private static bool HasClientLeft(HttpContext context, Exception exception) =>
        context.RequestAborted.IsCancellationRequested
        || exception
            is ConnectionResetException
                or ConnectionAbortedException
                or BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest };

    private static bool IsDatabaseFailure(Exception exception) =>
        exception is DbException
        || (exception.InnerException is { } inner && IsDatabaseFailure(inner));

    /// <summary>The last resort: adapters should have told it as a value. A cancellation that nobody asked for is one too.</summary>
    private static bool IsFailureOfTheOutside(Exception exception) =>
        exception is OperationCanceledException or TimeoutException or HttpRequestException;

    [LoggerMessage(LogLevel.Error, "A call to the outside failed, and nothing has noticed it")]
    private partial void LogFailureOfTheOutside(Exception exception);

    [LoggerMessage(LogLevel.Error, "The database failed")]
    private partial void LogDatabaseFailure(Exception exception);

    [LoggerMessage(LogLevel.Error, "A bug: this exception was not expected")]
    private partial void LogBug(Exception exception);
}
