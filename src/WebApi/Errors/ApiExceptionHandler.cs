using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using OpenViduMeet.Application.Work;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>Answers exceptions that nothing else has caught, such as a body that is too large, a failing database or a bug.</summary>
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
            // The rest of the body is not read.
            if (badRequest.StatusCode == StatusCodes.Status408RequestTimeout)
                httpContext.Response.Headers.Connection = "close";
            await ErrorMapper.WriteAsync(httpContext, HttpErrors.Of(badRequest.StatusCode));
        }
        else if (DatabaseFailure.IsIn(exception))
        {
            LogDatabaseFailure(exception);
            await ErrorMapper.WriteAsync(httpContext, DatabaseFailure.Error);
        }
        else if (IsOutsideFailure(exception))
        {
            LogOutsideFailure(exception);
            await ErrorMapper.WriteAsync(httpContext, HttpErrors.ServiceUnavailable);
        }
        else
        {
            LogBug(exception);
            await ErrorMapper.WriteAsync(httpContext, HttpErrors.InternalServerError);
        }

        return true;
    }

    /// <summary>
    /// Whether the exception only means that the client has disconnected. Reading the body can fail in one of these ways just before the
    /// request is marked as aborted, because the connection is gone or the body ends early.
    /// </summary>
    private static bool HasClientLeft(HttpContext context, Exception exception) =>
        context.RequestAborted.IsCancellationRequested
        || exception
            is ConnectionResetException
                or ConnectionAbortedException
                or BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest };

    /// <summary>
    /// Whether an adapter should have returned this failure as a value, such as a cancellation that the caller did not request.
    /// </summary>
    private static bool IsOutsideFailure(Exception exception) =>
        exception is OperationCanceledException or TimeoutException or HttpRequestException;

    [LoggerMessage(
        LogLevel.Error,
        "An outside call failed with an exception that no adapter has handled"
    )]
    private partial void LogOutsideFailure(Exception exception);

    [LoggerMessage(LogLevel.Error, "The database failed")]
    private partial void LogDatabaseFailure(Exception exception);

    [LoggerMessage(LogLevel.Error, "Unexpected exception")]
    private partial void LogBug(Exception exception);
}
