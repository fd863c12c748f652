using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>Migrates a database of the version before the queue, which had one table for events and one for webhooks.</summary>
public sealed class QueueMigrationTests : InstallationTests
{
    private const string LastMigrationBefore = "20261126012028_SettledRecordings";

    protected override (string Name, string Value)[] Settings =>
        [
            ("MEET_API_KEY", "an-api-key-of-some-length"),
            ("MEET_WEBHOOK_ENABLED", "true"),
            ("MEET_WEBHOOK_URL", "https://example.com/hook"),
        ];

    private static long Start => Installation.Start.ToUnixTimeMilliseconds();

    [SetUp]
    public Task GoBackAsync() =>
        Installation.CallAsync<MeetDbContext>(database =>
            database.Database.MigrateAsync(LastMigrationBefore, Ct)
        );

    [Test]
    public async Task Events_of_an_earlier_version_keep_their_state()
    {
        await AddEventAsync("EV_2", "Waiting", Start + 2, attempts: 3);
        await AddEventAsync("EV_1", "Waiting", Start + 1);
        await AddEventAsync("EV_handled", "Handled", Start);
        await AddEventAsync("EV_parked", "Parked", Start, payload: "{");

        await MigrateAsync();

        Installation.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(
            await CallAsync(inbox => inbox.CountAsync(Ct)),
            Is.EqualTo(new InboxCounts(Waiting: 2, Parked: 1))
        );
        Assert.That(
            (await CallAsync(inbox => inbox.AddAsync(Opened("EV_handled"), Ct))).Error,
            Is.Null
        );
        Assert.That(
            await CallAsync(inbox => inbox.TakeAsync(9, Ct)),
            Is.EqualTo([
                new Leased<MeetingEvent>("EV_1", Opened("EV_1"), 1),
                new Leased<MeetingEvent>("EV_2", Opened("EV_2"), 4),
            ])
        );

        Task<TOut> CallAsync<TOut>(Func<IMeetingEventInbox, Task<TOut>> call) =>
            Installation.CallAsync(call);
    }

    [Test]
    public async Task Webhooks_of_an_earlier_version_are_sent_in_order_and_stay_listed()
    {
        await AddWebhookAsync(
            "WH_1",
            "RecordingStarted",
            "Pending",
            "room--EG_1--uid",
            attempts: 1
        );
        await AddWebhookAsync("WH_2", "RecordingEnded", "Pending", "room--EG_1--uid");
        await AddWebhookAsync("WH_3", "RoomFinished", "Delivered", "room");
        await AddWebhookAsync("WH_4", "RoomFinished", "Failed", "room");

        await MigrateAsync();

        Assert.That(
            await CallAsync(outbox => outbox.TakeAsync(9, Ct)),
            Is.EqualTo([
                new Leased<WebhookMessage>("WH_1", new WebhookMessage("WH_1", "body of WH_1"), 2),
            ])
        );
        var listed = await CallAsync(outbox => outbox.ListAsync(state: null, after: null, 9, Ct));
        Assert.That(
            listed.Select(each => (each.Id, each.Event, each.Subject, each.State, each.LastStatus)),
            Is.EqualTo([
                (
                    "WH_1",
                    WebhookEvent.RecordingStarted,
                    "room--EG_1--uid",
                    WebhookDeliveryState.Pending,
                    (int?)500
                ),
                (
                    "WH_2",
                    WebhookEvent.RecordingEnded,
                    "room--EG_1--uid",
                    WebhookDeliveryState.Pending,
                    500
                ),
                ("WH_3", WebhookEvent.RoomFinished, "room", WebhookDeliveryState.Delivered, 500),
                ("WH_4", WebhookEvent.RoomFinished, "room", WebhookDeliveryState.Failed, 500),
            ])
        );

        Task<TOut> CallAsync<TOut>(Func<IWebhookOutbox, Task<TOut>> call) =>
            Installation.CallAsync(call);
    }

    private static RoomOpened Opened(string id) => new(id, RoomName.Parse("daily-abc"));

    private Task MigrateAsync() => Installation.MigrateAsync();

    private Task AddEventAsync(
        string id,
        string state,
        long receivedAt,
        int attempts = 0,
        string payload = """{"Kind":"RoomOpened","Room":"daily-abc"}"""
    ) =>
        Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "MeetingEvents" ("Id", "Payload", "ReceivedAt", "State", "Attempts", "DueAt")
                VALUES ({id}, {payload}, {receivedAt}, {state}, {attempts}, {receivedAt})
                """,
                Ct
            )
        );

    private Task AddWebhookAsync(
        string id,
        string happened,
        string state,
        string subject,
        int attempts = 0
    ) =>
        Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "WebhookDeliveries"
                    ("DeliveryId", "Event", "Subject", "Body", "CreatedAt", "State", "Attempts", "DueAt", "LastStatus")
                VALUES
                    ({id}, {happened}, {subject}, {"body of "
                    + id}, {Start}, {state}, {attempts}, {Start}, 500)
                """,
                Ct
            )
        );
}
