namespace OpenViduMeet.Domain.Results;

/// <summary>An expected failure, as a value.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Area">The part of the product that reports the error, such as <c>Room Error</c>; the API's <c>name</c>.</param>
/// <param name="Message">One sentence for the caller. Never holds a secret or a token.</param>
public record Error(ErrorKind Kind, string Area, string Message)
{
    /// <summary>The invalid fields. Empty unless <see cref="Kind"/> is <see cref="ErrorKind.Invalid"/>.</summary>
    public IReadOnlyList<FieldError> Details { get; init; } = [];

    /// <summary>Whether a secret or a password was wrong. Callers of the API do not see this.</summary>
    public bool IsWrongGuess { get; init; }

    public static Error Malformed(string area, string message) =>
        new(ErrorKind.Malformed, area, message);

    public static Error Invalid(string area, string message, IReadOnlyList<FieldError> details) =>
        new(ErrorKind.Invalid, area, message) { Details = details };

    public static Error Unauthorized(string area, string message) =>
        new(ErrorKind.Unauthorized, area, message);

    public static Error Forbidden(string area, string message) =>
        new(ErrorKind.Forbidden, area, message);

    public static Error NotFound(string area, string message) =>
        new(ErrorKind.NotFound, area, message);

    public static Error NotAcceptable(string area, string message) =>
        new(ErrorKind.NotAcceptable, area, message);

    public static Error Conflict(string area, string message) =>
        new(ErrorKind.Conflict, area, message);

    public static Error PreconditionFailed(string area, string message) =>
        new(ErrorKind.PreconditionFailed, area, message);

    public static Error Unavailable(string area, string message) =>
        new(ErrorKind.Unavailable, area, message);
}

/// <summary>One value that is missing or out of range.</summary>
/// <param name="Field">The field's path as the caller wrote it, such as <c>preferences.chatPreferences.enabled</c>.</param>
/// <param name="Message">What is wrong with it. Never repeats the value.</param>
public sealed record FieldError(string Field, string Message);
