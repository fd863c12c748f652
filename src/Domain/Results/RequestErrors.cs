namespace OpenViduMeet.Domain.Results;

public static class RequestErrors
{
    public const string Area = "Request Error";

    /// <summary>The body is well-formed, but values in it are missing, empty or out of range.</summary>
    public static readonly Error InvalidBody = Error.Invalid(Area, "Invalid request body", []);

    /// <summary>Values in the path or the query are missing, empty or out of range.</summary>
    public static readonly Error InvalidParameters = Error.Invalid(
        Area,
        "Invalid request parameters",
        []
    );

    /// <summary>The caller has failed too often. Each refusal has its own <see cref="TooManyRequests.RetryAfter"/>.</summary>
    public static readonly TooManyRequests TooManyRequests = new(TimeSpan.FromSeconds(1));

    /// <summary>A rule of a use case does not allow values of the body.</summary>
    public static Error Invalid(IReadOnlyList<FieldError> details) =>
        InvalidBody with
        {
            Details = details,
        };
}
