using Microsoft.AspNetCore.Diagnostics;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>Gives the error shape to answers for which the framework sets a status alone: routing, authentication, limits.</summary>
internal static class BareStatusErrors
{
    private const string InternalArea = "Internal Error";

    /// <summary>Something outside of the server has failed, and nobody knows any more what.</summary>
    public static readonly Error ServiceUnavailable = Error.Unavailable(
        InternalArea,
        "Service unavailable"
    );

    public static Task WriteAsync(StatusCodeContext context) =>
        ApiPaths.IsApi(context.HttpContext.Request.Path)
            ? ErrorMapper.WriteAsync(
                context.HttpContext,
                BodyFor(context.HttpContext.Response.StatusCode)
            )
            : Task.CompletedTask;

    public static ErrorBody BodyFor(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => ErrorMapper.ToBody(AccessErrors.Unauthorized),
            StatusCodes.Status403Forbidden => ErrorMapper.ToBody(
                AccessErrors.InsufficientPermissions
            ),
            StatusCodes.Status400BadRequest => Request(status, "Malformed request"),
            StatusCodes.Status404NotFound => Request(status, "Path not found"),
            StatusCodes.Status405MethodNotAllowed => Request(status, "Method not allowed"),
            StatusCodes.Status408RequestTimeout => Request(status, "Request body took too long"),
            StatusCodes.Status413PayloadTooLarge => Request(status, "Request body too large"),
            StatusCodes.Status415UnsupportedMediaType => Request(status, "Unsupported Media Type"),
            StatusCodes.Status429TooManyRequests => Request(status, "Too many requests"),
            StatusCodes.Status503ServiceUnavailable => ErrorMapper.ToBody(ServiceUnavailable),
            >= StatusCodes.Status500InternalServerError => new ErrorBody(
                status,
                InternalArea,
                "Internal server error"
            ),
            _ => Request(status, "Bad request"),
        };

    private static ErrorBody Request(int status, string message) =>
        new(status, RequestErrors.Area, message);
}
