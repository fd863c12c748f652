using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Meetings;

public static class MeetingErrors
{
    /// <summary>The meeting server does not answer, or rejects the credentials of this server.</summary>
    public static readonly Error Unavailable = Error.Unavailable(
        "LiveKit Error",
        "LiveKit is not available"
    );
}
