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
    public void The_first_report_of_a_recording_adds_a_notification_from_when_it_is_active(
        RecordingStatus status,
        WebhookEvent? expected
    ) =>
        Assert.That(
            EventsOf(Recording.From(Report(status), DateTimeOffset.UnixEpoch)),
            Is.EqualTo(ListOf(expected))
        );

    [TestCase(RecordingStatus.Active, WebhookEvent.RecordingStarted)]
    [TestCase(RecordingStatus.Ending, WebhookEvent.RecordingUpdated)]
    [TestCase(RecordingStatus.Complete, null)]
    [TestCase(RecordingStatus.LimitReached, null)]
    [TestCase(RecordingStatus.Failed, WebhookEvent.RecordingEnded)]
    [TestCase(RecordingStatus.Aborted, WebhookEvent.RecordingEnded)]
    public void A_later_status_adds_one_notification(RecordingStatus status, WebhookEvent? expected)
    {
        var advanced = Given(RecordingStatus.Starting).Advance(Report(status));

        Assert.That(EventsOf(advanced), Is.EqualTo(ListOf(expected)));
        Assert.That(EventsOf(advanced.Advance(Report(status))), Is.EqualTo(ListOf(expected)));
    }

    [TestCase(RecordingStatus.Complete)]
    [TestCase(RecordingStatus.LimitReached)]
    public void The_end_of_a_playable_recording_adds_one_notification_when_its_media_is_described(
        RecordingStatus status
    )
    {
        var described = Given(status).Describe(Facts);

        Assert.That(described.Size, Is.EqualTo(42));
        Assert.That(EventsOf(described), Is.EqualTo([WebhookEvent.RecordingEnded]));
        Assert.That(
            EventsOf(described.Describe(Facts) with { SignalledStatus = status }),
            Is.EqualTo([WebhookEvent.RecordingEnded])
        );
    }

    [Test]
    public void Abandoning_a_recording_adds_the_notification_of_its_end() =>
        Assert.That(
            EventsOf(Given(RecordingStatus.Active).Abandon(DateTimeOffset.UnixEpoch)),
            Is.EqualTo([WebhookEvent.RecordingEnded])
        );

    [Test]
    public void A_signal_to_the_room_adds_no_notification([Values] RecordingStatus status) =>
        Assert.That(EventsOf(Given(status) with { SignalledStatus = status, Size = 42 }), Is.Empty);

    [Test]
    public void Only_notifications_added_since_the_last_save_are_returned()
    {
        var active = Given(RecordingStatus.Starting).Advance(Report(RecordingStatus.Active));
        var failed = active.Advance(Report(RecordingStatus.Failed));

        Assert.That(
            failed
                .Notifications.Since(active.Notifications)
                .Select(notification => notification.Event),
            Is.EqualTo([WebhookEvent.RecordingEnded])
        );
    }

    [Test]
    public void Notifications_do_not_affect_the_equality_of_recordings()
    {
        var notified = Given(RecordingStatus.Starting).Advance(Report(RecordingStatus.Active));
        var same = Given(RecordingStatus.Active);

        Assert.That(notified, Is.EqualTo(same));
        Assert.That(notified.GetHashCode(), Is.EqualTo(same.GetHashCode()));
    }

    private static WebhookEvent[] ListOf(WebhookEvent? only) => only is { } one ? [one] : [];

    private static IEnumerable<WebhookEvent> EventsOf(Recording recording) =>
        recording
            .Notifications.Since(WebhookNotifications.None)
            .Select(notification => notification.Event);

    private static EgressReport Report(RecordingStatus status) => new(Id, status);

    private static Recording Given(RecordingStatus status) =>
        new()
        {
            Id = Id,
            Status = status,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
}
