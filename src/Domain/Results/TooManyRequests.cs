namespace OpenViduMeet.Domain.Results;

/// <summary>The caller has failed too often.</summary>
/// <param name="RetryAfter">How long the caller must wait; more than zero.</param>
public sealed record TooManyRequests(TimeSpan RetryAfter)
    : Error(ErrorKind.TooManyRequests, RequestErrors.Area, "Too many requests");
