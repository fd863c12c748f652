using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.UnitTests.Webhooks;

public sealed class WebhookNotificationsTests
{
    private static readonly RecordingId Id = RecordingId.Parse("room--EG_1--uid");
    private static readonly MediaFacts Facts = new(
        42,
        new EntityTag("tag"),
        DateTimeOffset.UnixEpoch
    );

    [TestCase(RecordingStatus.Starting, null)]
    [TestCase(RecordingStatus.Active, WebhookEvent.RecordingStarted)]
    [TestCase(RecordingStatus.Ending, WebhookEvent.RecordingUpdated)]
    [TestCase(RecordingStatus.Complete, null)]
    [TestCase(RecordingStatus.LimitReached, null)]
    [TestCase(RecordingStatus.Failed, WebhookEvent.RecordingEnded)]
    [TestCase(RecordingStatus.Aborted, WebhookEvent.RecordingEnded)]
    public void The_first_report_of_a_recording_is_told_from_when_it_runs(
        RecordingStatus status,
        WebhookEvent? expected
    ) =>
        Assert.That(
            ToldOf(Recording.From(Report(status), DateTimeOffset.UnixEpoch)),
            Is.EqualTo(ListOf(expected))
        );

    [TestCase(RecordingStatus.Active, WebhookEvent.RecordingStarted)]
    [TestCase(RecordingStatus.Ending, WebhookEvent.RecordingUpdated)]
    [TestCase(RecordingStatus.Complete, null)]
    [TestCase(RecordingStatus.LimitReached, null)]
    [TestCase(RecordingStatus.Failed, WebhookEvent.RecordingEnded)]
    [TestCase(RecordingStatus.Aborted, WebhookEvent.RecordingEnded)]
    public void A_later_status_is_told_once(RecordingStatus status, WebhookEvent? expected)
    {
        var advanced = Given(RecordingStatus.Starting).Advance(Report(status));

        Assert.That(ToldOf(advanced), Is.EqualTo(ListOf(expected)));
        Assert.That(ToldOf(advanced.Advance(Report(status))), Is.EqualTo(ListOf(expected)));
    }

    [TestCase(RecordingStatus.Complete)]
    [TestCase(RecordingStatus.LimitReached)]
    public void The_end_of_whole_media_is_told_once_when_the_media_has_been_looked_at(
        RecordingStatus status
    )
    {
        var described = Given(status).Describe(Facts);

        Assert.That(described.Size, Is.EqualTo(42));
        Assert.That(ToldOf(described), Is.EqualTo([WebhookEvent.RecordingEnded]));
        Assert.That(
            ToldOf(described.Describe(Facts) with { SignalledStatus = status }),
            Is.EqualTo([WebhookEvent.RecordingEnded])
        );
    }

    [Test]
    public void A_recording_that_LiveKit_does_not_know_any_more_has_ended() =>
        Assert.That(
            ToldOf(Given(RecordingStatus.Active).Abandon(DateTimeOffset.UnixEpoch)),
            Is.EqualTo([WebhookEvent.RecordingEnded])
        );

    [Test]
    public void A_signal_to_the_room_is_not_told([Values] RecordingStatus status) =>
        Assert.That(ToldOf(Given(status) with { SignalledStatus = status, Size = 42 }), Is.Empty);

    [Test]
    public void Only_what_was_added_since_it_was_saved_is_told()
    {
        var active = Given(RecordingStatus.Starting).Advance(Report(RecordingStatus.Active));
        var failed = active.Advance(Report(RecordingStatus.Failed));

        Assert.That(
            failed.Notifications.Since(active.Notifications).Select(told => told.Event),
            Is.EqualTo([WebhookEvent.RecordingEnded])
        );
    }

    [Test]
    public void What_is_to_be_told_does_not_make_recordings_different()
    {
        var told = Given(RecordingStatus.Starting).Advance(Report(RecordingStatus.Active));
        var same = Given(RecordingStatus.Active);

        Assert.That(told, Is.EqualTo(same));
        Assert.That(told.GetHashCode(), Is.EqualTo(same.GetHashCode()));
    }

    private static WebhookEvent[] ListOf(WebhookEvent? only) => only is { } one ? [one] : [];

    private static IEnumerable<WebhookEvent> ToldOf(Recording recording) =>
        recording.Notifications.Since(WebhookNotifications.None).Select(told => told.Event);

    private static EgressReport Report(RecordingStatus status) => new(Id, status);

    private static Recording Given(RecordingStatus status) =>
        new()
        {
            Id = Id,
            Status = status,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
}
