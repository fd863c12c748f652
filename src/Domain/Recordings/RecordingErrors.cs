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

    public static readonly Error AlreadyRecording = Error.Conflict(
        Area,
        "The room is already being recorded"
    );

    public static readonly Error NobodyInRoom = Error.Conflict(Area, "Nobody is in the room");

    public static readonly Error StillStarting = Error.Conflict(
        Area,
        "The recording is still starting"
    );

    public static readonly Error AlreadyStopped = Error.Conflict(
        Area,
        "The recording is already stopped"
    );

    public static readonly Error InProgress = Error.Conflict(Area, "The recording is in progress");

    /// <summary>LiveKit accepted the request, but no recording started.</summary>
    public static readonly Error NotStarted = Error.Unavailable(
        Area,
        "The recording could not be started"
    );

    /// <summary>Each response has its own <see cref="RangeNotSatisfiable.Size"/>.</summary>
    public static readonly RangeNotSatisfiable RangeNotSatisfiable = new(
        Area,
        "Requested range not satisfiable",
        Size: 0
    );
}
