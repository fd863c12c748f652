using System.Globalization;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>Turns kinds of errors into HTTP: the only place that knows both.</summary>
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
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No status for it"),
        };

    public static ErrorBody ToBody(Error error) =>
        new(StatusOf(error.Kind), error.Area, error.Message)
        {
            Details =
                error.Kind == ErrorKind.Invalid
                    ? [.. error.Details.Select(d => new FieldErrorBody(d.Field, d.Message))]
                    : null,
        };

    /// <summary>Writes the error as the whole answer, with the headers that its kind asks for.</summary>
    public static Task WriteAsync(HttpContext context, Error error)
    {
        if (error is RangeNotSatisfiable { Size: var size })
            context.Response.Headers.ContentRange = $"bytes */{size}";
        if (error is TooManyRequests { RetryAfter: var wait })
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        if (error.Kind == ErrorKind.Unavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return WriteAsync(context, ToBody(error));
    }

    public static Task WriteAsync(HttpContext context, ErrorBody body)
    {
        context.Response.StatusCode = body.Code;
        // A client that has left reads no answer: nothing to write, and nothing to fail.
        return context.Response.WriteAsJsonAsync(body, context.RequestAborted);
    }
}
