namespace OpenViduMeet.Domain.Results;

/// <summary>How soon every request is answered.</summary>
public static class AnswerTime
{
    /// <summary>The contract's bound. It also holds where a dependency cannot be reached: then the answer is 503.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
}
