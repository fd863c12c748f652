using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.TestSupport;

/// <summary>The time within which an answer must arrive.</summary>
public static class AnswerTimes
{
    /// <summary>
    /// The contract's limit, plus two seconds for a machine under load. Two calls that each wait for the full time take eight
    /// seconds or more.
    /// </summary>
    public static TimeSpan Bound => AnswerTime.Limit + TimeSpan.FromSeconds(2);
}
