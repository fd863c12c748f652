using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Diagnostics;

/// <summary>How long an examination may take.</summary>
/// <param name="PerCheck">The time after which a check is given up. All checks run at the same time.</param>
public sealed record ExaminationTime(TimeSpan PerCheck)
{
    /// <summary>For a request: a little less than the time within which every request is answered.</summary>
    public static readonly ExaminationTime OfRequest = new(
        AnswerTime.Limit - TimeSpan.FromSeconds(0.5)
    );

    private static readonly TimeSpan LongestPart = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time of one step of a check. It ends before the check is given up, so that the check can say which step took too long.
    /// </summary>
    /// <param name="share">The share of the check's time, at most 1.</param>
    public TimeSpan Part(double share) =>
        PerCheck * share < LongestPart ? PerCheck * share : LongestPart;
}
