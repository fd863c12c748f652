namespace OpenViduMeet.Domain.Results;

public static class RequestErrors
{
    public const string Area = "Request Error";

    /// <summary>Well-formed, but values are missing, empty or out of range.</summary>
    public static Error Invalid(IReadOnlyList<FieldError> details) =>
        Error.Invalid(Area, "Invalid request parameters", details);
}
