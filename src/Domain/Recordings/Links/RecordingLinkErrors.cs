using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings.Links;

public static class RecordingLinkErrors
{
    private const string Area = "Recording Error";

    /// <summary>The link is unknown, expired or revoked, or its recording is deleted or not complete. Viewers cannot tell which.</summary>
    public static readonly Error NotFound = Error.NotFound(Area, "The link does not exist");

    public static readonly Error CodeNeeded = Error.Forbidden(Area, "The link needs a code");

    public static readonly Error WrongCode = Error.Forbidden(Area, "The code is wrong") with
    {
        IsWrongGuess = true,
    };

    public static readonly Error TooMany = Error.Conflict(Area, "The recording has too many links");
}
