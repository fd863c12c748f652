using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.UnitTests.Webhooks;

public sealed class RecordingNewsTests
{
    [TestCase(RecordingStatus.Starting, null)]
    [TestCase(RecordingStatus.Active, WebhookEvent.RecordingStarted)]
    [TestCase(RecordingStatus.Ending, WebhookEvent.RecordingUpdated)]
    [TestCase(RecordingStatus.Complete, null)]
    [TestCase(RecordingStatus.LimitReached, null)]
    [TestCase(RecordingStatus.Failed, WebhookEvent.RecordingEnded)]
    [TestCase(RecordingStatus.Aborted, WebhookEvent.RecordingEnded)]
    public void The_first_that_is_known_of_a_recording_is_news_from_when_it_runs(
        RecordingStatus status,
        WebhookEvent? expected
    ) => Assert.That(Given(status).NewsSince(null), Is.EqualTo(expected));

    [TestCase(RecordingStatus.Active, WebhookEvent.RecordingStarted)]
    [TestCase(RecordingStatus.Ending, WebhookEvent.RecordingUpdated)]
    [TestCase(RecordingStatus.Complete, null)]
    [TestCase(RecordingStatus.LimitReached, null)]
    [TestCase(RecordingStatus.Failed, WebhookEvent.RecordingEnded)]
    [TestCase(RecordingStatus.Aborted, WebhookEvent.RecordingEnded)]
    public void A_later_status_is_news(RecordingStatus status, WebhookEvent? expected) =>
        Assert.That(Given(status).NewsSince(Given(RecordingStatus.Starting)), Is.EqualTo(expected));

    [TestCase(RecordingStatus.Complete)]
    [TestCase(RecordingStatus.LimitReached)]
    public void Of_one_with_media_the_end_is_told_when_the_media_has_been_looked_at(
        RecordingStatus status
    )
    {
        var ended = Given(status);
        var described = ended with { IsDescribed = true, Size = 42 };

        Assert.That(described.NewsSince(ended), Is.EqualTo(WebhookEvent.RecordingEnded));
        Assert.That((described with { SignalledStatus = status }).NewsSince(described), Is.Null);
    }

    [Test]
    public void What_only_we_note_is_no_news([Values] RecordingStatus status)
    {
        var known = Given(status) with { IsDescribed = true };
        var changed = known with { SignalledStatus = status, Size = 42 };
        Assert.That(changed.NewsSince(known), Is.Null);
    }

    [Test]
    public void What_was_recorded_before_our_time_is_no_news([Values] RecordingStatus status) =>
        Assert.That(
            (Given(status) with { SignalledStatus = status, IsDescribed = true }).NewsSince(null),
            Is.Null
        );

    private static Recording Given(RecordingStatus status) =>
        new()
        {
            Id = RecordingId.Parse("room--EG_1--uid"),
            Status = status,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
}
