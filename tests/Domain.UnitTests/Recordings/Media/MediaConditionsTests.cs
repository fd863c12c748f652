using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Domain.UnitTests.Recordings.Media;

public sealed class MediaConditionsTests
{
    private static readonly DateTimeOffset Modified = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MediaFacts Facts = new(10_000, new EntityTag("now"), Modified);

    [Test]
    public void Without_conditions_the_answer_is_the_media() =>
        Assert.That(MediaConditions.None.Evaluate(Facts), Is.EqualTo(ConditionOutcome.Met));

    [TestCase("\"now\"", ConditionOutcome.Met)]
    [TestCase("\"old\"", ConditionOutcome.Failed)]
    [TestCase("\"old\" \"now\"", ConditionOutcome.Met)]
    [TestCase("W/\"now\"", ConditionOutcome.Failed)]
    [TestCase("*", ConditionOutcome.Met)]
    [TestCase("", ConditionOutcome.Failed)]
    public void If_match_compares_the_tags_strongly(string tags, ConditionOutcome outcome)
    {
        var conditions = new MediaConditions { IfMatch = Tags(tags) };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(outcome));
    }

    [TestCase("\"now\"", ConditionOutcome.NotModified)]
    [TestCase("\"old\"", ConditionOutcome.Met)]
    [TestCase("\"old\" \"now\"", ConditionOutcome.NotModified)]
    [TestCase("W/\"now\"", ConditionOutcome.NotModified)]
    [TestCase("*", ConditionOutcome.NotModified)]
    [TestCase("", ConditionOutcome.Met)]
    public void If_none_match_compares_the_tags_weakly(string tags, ConditionOutcome outcome)
    {
        var conditions = new MediaConditions { IfNoneMatch = Tags(tags) };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(outcome));
    }

    [TestCase(-1, ConditionOutcome.Met)]
    [TestCase(0, ConditionOutcome.NotModified)]
    [TestCase(1, ConditionOutcome.NotModified)]
    public void If_modified_since_requires_a_later_change(int seconds, ConditionOutcome outcome)
    {
        var conditions = new MediaConditions { IfModifiedSince = Modified.AddSeconds(seconds) };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(outcome));
    }

    [TestCase(-1, ConditionOutcome.Failed)]
    [TestCase(0, ConditionOutcome.Met)]
    [TestCase(1, ConditionOutcome.Met)]
    public void If_unmodified_since_requires_no_later_change(int seconds, ConditionOutcome outcome)
    {
        var conditions = new MediaConditions { IfUnmodifiedSince = Modified.AddSeconds(seconds) };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(outcome));
    }

    [Test]
    public void If_match_takes_precedence_over_if_unmodified_since()
    {
        var conditions = new MediaConditions
        {
            IfMatch = Tags("\"now\""),
            IfUnmodifiedSince = Modified.AddDays(-1),
        };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(ConditionOutcome.Met));
    }

    [Test]
    public void If_none_match_takes_precedence_over_if_modified_since()
    {
        var conditions = new MediaConditions
        {
            IfNoneMatch = Tags("\"old\""),
            IfModifiedSince = Modified.AddDays(1),
        };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(ConditionOutcome.Met));
    }

    [TestCase("\"old\"", ConditionOutcome.Failed)]
    [TestCase("\"now\"", ConditionOutcome.NotModified)]
    public void If_match_is_evaluated_before_if_none_match(string match, ConditionOutcome outcome)
    {
        var conditions = new MediaConditions
        {
            IfMatch = Tags(match),
            IfNoneMatch = Tags("\"now\""),
        };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(outcome));
    }

    [Test]
    public void If_unmodified_since_is_evaluated_before_if_modified_since()
    {
        var conditions = new MediaConditions
        {
            IfUnmodifiedSince = Modified.AddSeconds(-1),
            IfModifiedSince = Modified,
        };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(ConditionOutcome.Failed));
    }

    [Test]
    public void Without_if_range_the_range_applies() =>
        Assert.That(MediaConditions.None.RangeApplies(Facts), Is.True);

    [TestCase("\"now\"", true)]
    [TestCase("\"old\"", false)]
    [TestCase("W/\"now\"", false)]
    public void If_range_compares_the_tag_strongly(string tag, bool applies)
    {
        var conditions = new MediaConditions { IfRangeTag = Tags(tag)[0] };
        Assert.That(conditions.RangeApplies(Facts), Is.EqualTo(applies));
    }

    [Test]
    public void If_range_never_applies_to_media_whose_tag_is_weak()
    {
        var facts = Facts with { Tag = new EntityTag("now", IsWeak: true) };
        var conditions = new MediaConditions { IfRangeTag = new EntityTag("now") };
        Assert.That(conditions.RangeApplies(facts), Is.False);
    }

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(1, false)]
    public void If_range_requires_the_exact_date(int seconds, bool applies)
    {
        var conditions = new MediaConditions { IfRangeDate = Modified.AddSeconds(seconds) };
        Assert.That(conditions.RangeApplies(Facts), Is.EqualTo(applies));
    }

    [Test]
    public void If_range_does_not_affect_the_outcome_of_the_conditions()
    {
        var conditions = new MediaConditions { IfRangeTag = new EntityTag("old") };
        Assert.That(conditions.Evaluate(Facts), Is.EqualTo(ConditionOutcome.Met));
    }

    private static EntityTag[] Tags(string header) =>
        [
            .. header
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(tag =>
                    string.Equals(tag, "*", StringComparison.Ordinal)
                        ? MediaConditions.AnyTag
                        : new EntityTag(tag.Split('"')[1], IsWeak: tag.StartsWith('W'))
                ),
        ];
}
