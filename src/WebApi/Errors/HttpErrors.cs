using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>
/// The errors of HTTP itself, such as unknown routes, limits and bugs. The framework answers most of them with a status alone.
/// </summary>
internal static class HttpErrors
{
    private const string InternalArea = "Internal Error";

    /// <summary>The body is not JSON.</summary>
    public static readonly Error MalformedJson = Error.Malformed(
        RequestErrors.Area,
        "Malformed JSON"
    );

    public static readonly ErrorBody BodyTooLarge = Request(413, "Request body too large");

    public static readonly ErrorBody UnsupportedMediaType = Request(415, "Unsupported Media Type");

    /// <summary>A bug.</summary>
    public static readonly ErrorBody InternalServerError = new(
        500,
        InternalArea,
        "Internal server error"
    );

    /// <summary>A dependency has failed, and no adapter has said which.</summary>
    public static readonly Error ServiceUnavailable = Error.Unavailable(
        InternalArea,
        "Service unavailable"
    );

    private static readonly Dictionary<int, ErrorBody> ByStatus = new[]
    {
        Request(400, "Malformed request"),
        ErrorMapper.ToBody(AccessErrors.Unauthorized),
        ErrorMapper.ToBody(AccessErrors.InsufficientPermissions),
        Request(404, "Path not found"),
        Request(405, "Method not allowed"),
        Request(408, "Request body took too long"),
        BodyTooLarge,
        UnsupportedMediaType,
        ErrorMapper.ToBody(RequestErrors.TooManyRequests),
        ErrorMapper.ToBody(ServiceUnavailable),
    }.ToDictionary(error => error.Code);

    /// <summary>Returns the error for a status that the framework has set.</summary>
    /// <param name="status">400 to 599.</param>
    public static ErrorBody Of(int status) =>
        ByStatus.GetValueOrDefault(status)
        ?? (
            status < StatusCodes.Status500InternalServerError
                ? Request(status, "Bad request")
                : InternalServerError with
                {
                    Code = status,
                }
        );

    private static ErrorBody Request(int status, string message) =>
        new(status, RequestErrors.Area, message);
}
