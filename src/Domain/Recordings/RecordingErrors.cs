using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings;

public static class RecordingErrors
{
    private const string Area = "Recording Error";

    public static readonly Error NotFound = Error.NotFound(Area, "Recording not found");

    public static readonly Error InvalidRange = Error.Malformed(Area, "Invalid Range header");

    public static readonly Error PreconditionFailed = Error.PreconditionFailed(
        Area,
        "The recording has changed"
    );

    public static Error RangeNotSatisfiable(long size) =>
        new RangeNotSatisfiable(Area, "Requested range not satisfiable", size);
}
