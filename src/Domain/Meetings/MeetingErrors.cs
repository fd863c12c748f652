using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Meetings;

public static class MeetingErrors
{
    /// <summary>The meeting server does not answer, or refuses our own credentials.</summary>
    public static readonly Error Unavailable = Error.Unavailable(
        "LiveKit Error",
        "LiveKit is not available"
    );
}
