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
