using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings;

public static class StorageErrors
{
    private const string Area = "Storage Error";

    /// <summary>The database or the recording store does not answer.</summary>
    public static readonly Error Unavailable = Error.Unavailable(Area, "Storage is not available");

    /// <summary>The recording store has no object with the key.</summary>
    public static readonly Error NotFound = Error.NotFound(Area, "The object does not exist");

    /// <summary>Another object has taken the place of the one that was opened.</summary>
    public static readonly Error Replaced = Error.Unavailable(Area, "The object has been replaced");
}

/// <summary>The store answers but does not return this object. Callers of the API see <see cref="StorageErrors.Unavailable"/>.</summary>
/// <param name="Reason">The reason, for the operator of the server.</param>
public sealed record UnreadableObject(string Reason)
    : Error(
        StorageErrors.Unavailable.Kind,
        StorageErrors.Unavailable.Area,
        StorageErrors.Unavailable.Message
    );
