using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.TestSupport;

/// <summary>How soon an answer must be there.</summary>
public static class AnswerTimes
{
    /// <summary>
    /// The contract's bound, and two seconds for a machine under load. A second call that is waited for as long as the first takes
    /// eight seconds and more.
    /// </summary>
    public static TimeSpan Bound => AnswerTime.Limit + TimeSpan.FromSeconds(2);
}
