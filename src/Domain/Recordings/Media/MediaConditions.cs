namespace OpenViduMeet.Domain.Recordings.Media;

/// <summary>
/// The conditions that a request sets on the state of the media (RFC 9110 §13.1). A list is <see langword="null"/> where
/// the header is missing; <see cref="AnyTag"/> in it stands for <c>*</c>. Dates are in whole seconds.
/// </summary>
public sealed record MediaConditions
{
    public static readonly MediaConditions None = new();

    /// <summary>The <c>*</c> of <c>If-Match</c> and <c>If-None-Match</c>: any state at all. Known by reference: a tag may look alike.</summary>
    public static readonly EntityTag AnyTag = new("*", IsWeak: true);

    public IReadOnlyList<EntityTag>? IfMatch { get; init; }

    public IReadOnlyList<EntityTag>? IfNoneMatch { get; init; }

    public DateTimeOffset? IfModifiedSince { get; init; }

    public DateTimeOffset? IfUnmodifiedSince { get; init; }

    /// <summary>The state to which <c>Range</c> applies; of any other state the whole media is wanted.</summary>
    public EntityTag? IfRangeTag { get; init; }

    /// <inheritdoc cref="IfRangeTag"/>
    public DateTimeOffset? IfRangeDate { get; init; }

    /// <summary>Weighs the conditions in the order of RFC 9110 §13.2.2, all but <c>If-Range</c>.</summary>
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

    /// <summary>Whether a <c>Range</c> header counts, as <c>If-Range</c> says (RFC 9110 §13.1.5).</summary>
    public bool LetRangeApply(MediaFacts facts) =>
        (IfRangeTag is null || IfRangeTag.MatchesStrongly(facts.Tag))
        && (IfRangeDate is null || IfRangeDate == facts.LastModified);
}

public enum ConditionOutcome
{
    /// <summary>Answer as if there were no conditions.</summary>
    Met,

    /// <summary>The caller has this state already.</summary>
    NotModified,

    /// <summary>The caller wants no answer of this state.</summary>
    Failed,
}
