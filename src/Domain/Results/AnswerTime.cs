namespace OpenViduMeet.Domain.Results;

/// <summary>The time within which every request is answered.</summary>
public static class AnswerTime
{
    /// <summary>The contract's limit. If a dependency cannot be reached, the response is 503 within the same time.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
}
