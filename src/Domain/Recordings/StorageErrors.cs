using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings;

public static class StorageErrors
{
    /// <summary>The database or the recording store does not answer.</summary>
    public static readonly Error Unavailable = Error.Unavailable(
        "Storage Error",
        "Storage is not available"
    );
}

/// <summary>The store answers, but does not give out one thing in it. Callers are told that it is not available.</summary>
/// <param name="Reason">Why, for whoever runs the server.</param>
public sealed record UnreadableMedia(string Reason)
    : Error(
        StorageErrors.Unavailable.Kind,
        StorageErrors.Unavailable.Area,
        StorageErrors.Unavailable.Message
    );
