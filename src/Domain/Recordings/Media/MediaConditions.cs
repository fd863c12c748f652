namespace OpenViduMeet.Domain.Recordings.Media;

/// <summary>
/// The conditions of a request on the state of the media (RFC 9110 §13.1). A list is <see langword="null"/> if the header is
/// missing; <see cref="AnyTag"/> in a list stands for <c>*</c>. Dates are in whole seconds.
/// </summary>
public sealed record MediaConditions
{
    public static readonly MediaConditions None = new();

    /// <summary>
    /// The <c>*</c> of <c>If-Match</c> and <c>If-None-Match</c>: any state. Compared by reference, because a tag may have the same
    /// text.
    /// </summary>
    public static readonly EntityTag AnyTag = new("*", IsWeak: true);

    public IReadOnlyList<EntityTag>? IfMatch { get; init; }

    public IReadOnlyList<EntityTag>? IfNoneMatch { get; init; }

    public DateTimeOffset? IfModifiedSince { get; init; }

    public DateTimeOffset? IfUnmodifiedSince { get; init; }

    /// <summary>The state to which <c>Range</c> applies. In any other state, the whole media is sent.</summary>
    public EntityTag? IfRangeTag { get; init; }

    /// <inheritdoc cref="IfRangeTag"/>
    public DateTimeOffset? IfRangeDate { get; init; }

    /// <summary>Evaluates all conditions except <c>If-Range</c>, in the order of RFC 9110 §13.2.2.</summary>
    public ConditionOutcome Evaluate(MediaFacts facts)
    {
        if (IfMatch is not null)
        {
            if (!IfMatch.Any(tag => ReferenceEquals(tag, AnyTag) || tag.MatchesStrongly(facts.Tag)))
                return ConditionOutcome.Failed;
        }
        else if (facts.LastModified > IfUnmodifiedSince)
        {
            return ConditionOutcome.Failed;
        }

        if (IfNoneMatch is not null)
        {
            if (
                IfNoneMatch.Any(tag => ReferenceEquals(tag, AnyTag) || tag.MatchesWeakly(facts.Tag))
            )
                return ConditionOutcome.NotModified;
        }
        else if (facts.LastModified <= IfModifiedSince)
        {
            return ConditionOutcome.NotModified;
        }

        return ConditionOutcome.Met;
    }

    /// <summary>Whether <c>If-Range</c> lets the <c>Range</c> header apply (RFC 9110 §13.1.5).</summary>
    public bool RangeApplies(MediaFacts facts) =>
        (IfRangeTag is null || IfRangeTag.MatchesStrongly(facts.Tag))
        && (IfRangeDate is null || IfRangeDate == facts.LastModified);
}

public enum ConditionOutcome
{
    /// <summary>The conditions are met: the request is answered as if there were none.</summary>
    Met,

    /// <summary>The caller already has this state.</summary>
    NotModified,

    /// <summary>A precondition failed.</summary>
    Failed,
}
