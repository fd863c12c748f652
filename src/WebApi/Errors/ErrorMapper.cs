using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>Maps errors to HTTP responses. Only this class knows the status of each kind.</summary>
internal static class ErrorMapper
{
    private const string RetryAfterSeconds = "5";

    public static int StatusOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Malformed => StatusCodes.Status400BadRequest,
            ErrorKind.Unauthorized => StatusCodes.Status401Unauthorized,
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            ErrorKind.NotFound => StatusCodes.Status404NotFound,
            ErrorKind.NotAcceptable => StatusCodes.Status406NotAcceptable,
            ErrorKind.Conflict => StatusCodes.Status409Conflict,
            ErrorKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
            ErrorKind.RangeNotSatisfiable => StatusCodes.Status416RangeNotSatisfiable,
            ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            ErrorKind.TooManyRequests => StatusCodes.Status429TooManyRequests,
            ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => throw new ArgumentOutOfRangeException(
                nameof(kind),
                kind,
                "No status for this kind"
            ),
        };

    /// <summary>
    /// A 401 names a way to authenticate (RFC 9110 §15.5.2), and says if the access token in the header is the reason (RFC 6750 §3.1).
    /// Browsers ask their users for a password only if the scheme is another one, such as Basic.
    /// </summary>
    private static string ChallengeFor(HttpRequest request) =>
        TokenSource.Access.IsInHeader(request)
            ? $"{TokenSource.Scheme} error=\"invalid_token\""
            : TokenSource.Scheme;

    public static ErrorBody ToBody(Error error) =>
        new(StatusOf(error.Kind), error.Area, error.Message)
        {
            Details =
                error.Kind == ErrorKind.Invalid
                    ? [.. error.Details.Select(d => new FieldErrorBody(d.Field, d.Message))]
                    : null,
        };

    /// <summary>Writes the error as the response, with the headers of its kind.</summary>
    public static Task WriteAsync(HttpContext context, Error error)
    {
        SetHeaders(context, error);
        return WriteAsync(context, ToBody(error));
    }

    /// <summary>Sets the headers of the error's kind.</summary>
    public static void SetHeaders(HttpContext context, Error error)
    {
        if (error is RangeNotSatisfiable { Size: var size })
            context.Response.Headers.ContentRange = $"bytes */{size}";
        if (error is TooManyRequests { RetryAfter: var wait })
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        if (error.Kind == ErrorKind.Unavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
    }

    /// <summary>Writes the error for a status that the framework has set, if the path belongs to an API.</summary>
    public static Task WriteAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        return ApiPaths.IsApi(http.Request.Path)
            ? WriteAsync(http, HttpErrors.Of(http.Response.StatusCode))
            : Task.CompletedTask;
    }

    public static Task WriteAsync(HttpContext context, ErrorBody body)
    {
        context.Response.StatusCode = body.Code;
        if (body.Code == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = ChallengeFor(context.Request);
        // After the client has disconnected, this writes nothing and does not throw.
        return context.Response.WriteAsJsonAsync(body, context.RequestAborted);
    }
}
