using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Queue;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class WebhookOutboxTests(TestDatabase database)
    : LeasedQueueTests<WebhookMessage>(database)
{
    private const string First = "daily-abc--EG_1--uid1";
    private const string Second = "daily-abc--EG_2--uid2";

    private const string Refused = "The answer was 500";

    private static readonly MediaFacts Facts = new(42, new EntityTag("tag"), Installation.Start);

    private protected override QueuePolicy Policy => WebhookOutbox.Policy;

    protected override (string Name, string Value)[] Settings =>
        [
            ("MEET_API_KEY", "an-api-key-of-some-length"),
            ("MEET_WEBHOOK_ENABLED", "true"),
            ("MEET_WEBHOOK_URL", "https://example.com/hook"),
        ];

    [Test]
    public async Task The_webhooks_of_a_recording_are_sent_in_order_and_the_last_has_its_size()
    {
        await RecordAsync(First);

        var sent = await DeliverAllAsync();

        Assert.That(
            sent.Select(body => (EventOf(body), DataOf(body).GetProperty("status").GetString())),
            Is.EqualTo([
                ("recordingStarted", "ACTIVE"),
                ("recordingUpdated", "ENDING"),
                ("recordingEnded", "COMPLETE"),
            ])
        );
        var data = DataOf(sent[^1]);
        Assert.That(data.GetProperty("recordingId").GetString(), Is.EqualTo(First));
        Assert.That(data.GetProperty("size").GetInt64(), Is.EqualTo(42));
        Assert.That(data.GetProperty("duration").GetDouble(), Is.EqualTo(12.5));
    }

    [Test]
    public async Task A_change_that_is_not_saved_adds_no_webhook()
    {
        var known = NewRecording(First).Advance(Report(RecordingStatus.Active));
        await AddAsync(known);
        var ending = known.Advance(Report(RecordingStatus.Ending));

        Assert.That(await AddAsync(known), Is.False);
        Assert.That(await ReplaceAsync(known, ending), Is.True);
        Assert.That(await ReplaceAsync(known, ending), Is.False);

        var events = (await ListAsync()).Select(delivery => delivery.Event);
        Assert.That(
            events,
            Is.EquivalentTo([WebhookEvent.RecordingStarted, WebhookEvent.RecordingUpdated])
        );
    }

    [Test]
    public async Task A_webhook_that_cannot_be_stored_rolls_back_the_change()
    {
        var known = NewRecording(First);
        await AddAsync(known);
        await RefuseAsync("INSERT", "QueueItems");

        Assert.That(
            () => ReplaceAsync(known, known.Advance(Report(RecordingStatus.Active))),
            Throws.InstanceOf<DbUpdateException>()
        );

        var found = await Installation.CallAsync<IRecordingRepository, Recording?>(recordings =>
            recordings.FindAsync(known.Id, Ct)
        );
        Assert.That(found?.Status, Is.EqualTo(RecordingStatus.Starting));
    }

    [Test]
    [Repeat(5)]
    public async Task A_recording_described_concurrently_adds_one_webhook()
    {
        var complete = NewRecording(First).Advance(Report(RecordingStatus.Complete));
        await AddAsync(complete);
        var described = complete.Describe(Facts);

        var replaced = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => ReplaceAsync(complete, described)))
        );

        Assert.That(replaced.Count(won => won), Is.EqualTo(1));
        Assert.That(
            (await ListAsync()).Select(delivery => delivery.Event),
            Is.EqualTo([WebhookEvent.RecordingEnded])
        );
        await SetUpAgainAsync();
    }

    [Test]
    public async Task While_webhooks_are_disabled_none_is_added_and_none_taken()
    {
        await RecordAsync(First);
        await SwitchAsync(on: false);
        await RecordAsync(Second);
        await AddAsync("EV_1");
        await AddRoomAndRemoveAsync();

        Assert.That(
            (await ListAsync()).Select(delivery => delivery.Subject),
            Is.All.EqualTo(First)
        );
        Assert.That(await TakeAsync(), Is.Empty);
        await SwitchAsync(on: true);
        Assert.That(await TakeAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_webhooks_of_one_recording_are_taken_one_after_the_other()
    {
        await RecordAsync(First);
        await RecordAsync(Second);

        var taken = await TakeAsync();
        Assert.That(
            taken.Select(delivery => EventOf(delivery.Item.Body)),
            Is.All.EqualTo("recordingStarted")
        );
        Assert.That(taken, Has.Count.EqualTo(2));
        Assert.That(await TakeAsync(), Is.Empty, "the later webhooks wait");

        await CompleteAsync(taken[0]);
        var next = (await TakeAsync()).Single();
        Assert.That(
            (
                EventOf(next.Item.Body),
                DataOf(next.Item.Body).GetProperty("recordingId").GetString()
            ),
            Is.EqualTo(
                (
                    "recordingUpdated",
                    DataOf(taken[0].Item.Body).GetProperty("recordingId").GetString()
                )
            )
        );
    }

    [Test]
    public async Task A_failed_webhook_delays_only_its_own_recording()
    {
        await RecordAsync(First);
        await RecordAsync(Second);
        var (failing, fine) = await TakeAsync() is [var one, var other]
            ? (one, other)
            : throw new AssertionException("two are due");

        await PutBackAsync(failing, Refused);
        await CompleteAsync(fine);

        var next = (await TakeAsync()).Single();
        Assert.That(SubjectOf(next), Is.EqualTo(SubjectOf(fine)));
    }

    [Test]
    public async Task A_failed_webhook_is_listed_with_its_answer_and_retried_after_pauses_of_up_to_an_hour()
    {
        await AddAsync("EV_1");
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            var taken = await TakeOneAsync();
            await NoteAnswerAsync(taken, 500);
            await PutBackAsync(taken, Refused);
            var listed = (await ListAsync()).Single();
            Assert.That(
                (listed.State, listed.Attempts, listed.LastStatus, listed.LastError),
                Is.EqualTo((WebhookDeliveryState.Pending, attempt, 500, Refused))
            );
            var pause = listed.NextAttemptAt!.Value - Installation.Clock.GetUtcNow();
            pauses.Add(pause.TotalSeconds);
            Installation.Clock.Advance(pause);
        }

        Assert.That(pauses, Is.EqualTo([5, 30, 120, 600, 1800, 3600, 3600, 3600]));
    }

    [Test]
    public async Task An_answer_that_comes_after_the_lease_was_lost_is_not_stored()
    {
        await AddAsync("EV_1");
        var late = await TakeOneAsync();
        Installation.Clock.Advance(Policy.Lease);
        var current = await TakeOneAsync();

        await NoteAnswerAsync(current, 204);
        await NoteAnswerAsync(late, 500);

        Assert.That((await ListAsync()).Single().LastStatus, Is.EqualTo(204));
    }

    [Test]
    public async Task Saving_a_recording_again_adds_no_second_webhook()
    {
        var known = NewRecording(First).Advance(Report(RecordingStatus.Active));
        await AddAsync(known);
        await ReplaceAsync(known, known with { SignalledStatus = RecordingStatus.Active });

        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_imported_recording_adds_no_webhook([Values] RecordingStatus status)
    {
        await AddAsync(
            NewRecording(First) with
            {
                Status = status,
                SignalledStatus = status,
                IsDescribed = true,
            }
        );
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task An_event_that_is_handled_twice_adds_one_webhook()
    {
        await AddAsync("EV_1");
        await AddAsync("EV_1");
        await AddAsync("EV_2");

        Assert.That(await ListAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_room_removed_concurrently_adds_one_webhook_with_its_last_state()
    {
        var room = Installation.NewRoom("daily-abc");
        await Installation.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(room, Ct));

        await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Task.Run(() => RemoveAsync(room.Name)))
        );

        var data = DataOf((await TakeAsync()).Single().Item.Body);
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        Assert.That(data.GetProperty("roomName").GetString(), Is.EqualTo("daily-abc"));
        Assert.That(data.GetProperty("maxParticipants").GetInt32(), Is.EqualTo(7));
        Assert.That(
            data.GetProperty("preferences")
                .GetProperty("recordingPreferences")
                .GetProperty("enabled")
                .GetBoolean(),
            Is.False
        );
        Assert.That(
            data.GetProperty("moderatorRoomUrl").GetString(),
            Is.EqualTo($"https://meet.test/room/daily-abc?secret={room.ModeratorSecret.Value}")
        );
    }

    [Test]
    public async Task An_undelivered_webhook_is_given_up_after_a_day_even_if_it_was_never_sent()
    {
        await AddAsync("EV_1", "tried");
        var tried = (await TakeAsync()).Single();
        await PutBackAsync(tried, Refused);
        await SwitchAsync(on: false);
        await SwitchAsync(on: true);
        await AddAsync("EV_2", "never-tried");

        Installation.Clock.Advance(Policy.Patience!.Value - TimeSpan.FromMilliseconds(1));
        await SweepAsync();
        Assert.That(
            (await ListAsync()).Select(delivery => delivery.State),
            Is.All.EqualTo(WebhookDeliveryState.Pending)
        );
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await SweepAsync();

        Assert.That(
            (await ListAsync(WebhookDeliveryState.Failed)).Select(delivery =>
                (delivery.Subject, delivery.LastError, delivery.NextAttemptAt)
            ),
            Is.EquivalentTo([
                ("tried", Refused, (DateTimeOffset?)null),
                ("never-tried", "It was never sent", null),
            ])
        );
        Assert.That(await TakeAsync(), Is.Empty);
    }

    [Test]
    public async Task A_webhook_given_up_while_it_is_being_sent_is_delivered_if_it_arrives()
    {
        await AddAsync("EV_1");
        Installation.Clock.Advance(Policy.Patience!.Value);
        var taken = (await TakeAsync()).Single();
        await SweepAsync();
        await CompleteAsync(taken);

        Assert.That((await ListAsync()).Single().State, Is.EqualTo(WebhookDeliveryState.Delivered));
    }

    [Test]
    public async Task Delivered_and_given_up_webhooks_are_deleted_later()
    {
        await AddAsync("EV_1", "delivered");
        await CompleteAsync((await TakeAsync()).Single());
        await AddAsync("EV_2", "given-up");
        Installation.Clock.Advance(Policy.Patience!.Value);
        await SweepAsync();

        Installation.Clock.Advance(Policy.KeepCompleted);
        await SweepAsync();
        Assert.That(
            (await ListAsync()).Select(delivery => delivery.Subject),
            Is.EqualTo(["given-up"])
        );
        Installation.Clock.Advance(Policy.KeepGivenUp!.Value);
        await SweepAsync();
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task Pages_show_each_delivery_once_newest_first_and_then_by_id()
    {
        foreach (var number in Enumerable.Range(0, 5))
            await AddAsync($"EV_{number}", "older");
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await AddAsync("EV_new", "newer");

        var seen = new List<WebhookDelivery>();
        while (await PageAfterAsync(seen.LastOrDefault()) is { Count: > 0 } page)
            seen.AddRange(page);

        Assert.That(seen, Has.Count.EqualTo(6));
        Assert.That(seen[0].Subject, Is.EqualTo("newer"));
        Assert.That(
            seen.Skip(1).Select(delivery => delivery.Id),
            Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique
        );
    }

    [Test]
    public async Task A_damaged_delivery_is_listed_beside_the_others()
    {
        await AddAsync("EV_1", "damaged");
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlRawAsync(
                """
                UPDATE "QueueItems" SET "State" = 'Postponed', "Attempts" = -5,
                    "AddedAt" = 4611686018427387904, "DueAt" = 4611686018427387904
                """,
                Ct
            )
        );
        await AddAsync("EV_2", "other");

        Assert.That(
            (await ListAsync()).Select(delivery => (delivery.Subject, delivery.State)),
            Is.EqualTo([
                ("damaged", WebhookDeliveryState.Failed),
                ("other", WebhookDeliveryState.Pending),
            ])
        );
    }

    [Test]
    public void The_text_of_a_delivery_does_not_contain_its_body() =>
        Assert.That(
            $"{new Leased<WebhookMessage>("WH_1", new("WH_1", "secret"), 2)}",
            Is.EqualTo("WH_1, attempt 2")
        );

    private static string EventOf(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("event").GetString()!;

    private static JsonElement DataOf(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("data");

    private static string SubjectOf(Leased<WebhookMessage> taken) =>
        DataOf(taken.Item.Body).GetProperty("recordingId").GetString()!;

    private static Recording NewRecording(string id) =>
        new()
        {
            Id = RecordingId.Parse(id),
            Status = RecordingStatus.Starting,
            StartedAt = Installation.Start,
        };

    private static EgressReport Report(RecordingStatus status, string id = First) =>
        new(RecordingId.Parse(id), status);

    private async Task SetUpAgainAsync()
    {
        await TearDownAsync();
        await SetUpAsync();
    }

    /// <summary>Saves a recording from its start to its end, each step in a new scope.</summary>
    private async Task RecordAsync(string id)
    {
        var starting = NewRecording(id);
        var active = starting.Advance(Report(RecordingStatus.Active, id));
        var told = active with { SignalledStatus = RecordingStatus.Active };
        var ending = told.Advance(Report(RecordingStatus.Ending, id));
        var complete = ending.Advance(
            Report(RecordingStatus.Complete, id) with
            {
                Duration = TimeSpan.FromSeconds(12.5),
            }
        );
        var described = complete.Describe(Facts);
        var settled = described with { SignalledStatus = RecordingStatus.Complete };
        await AddAsync(starting);
        foreach (
            var (known, changed) in new[]
            {
                (starting, active),
                (active, told),
                (told, ending),
                (ending, complete),
                (complete, described),
                (described, settled),
            }
        )
            Assert.That(await ReplaceAsync(known, changed), Is.True);
    }

    private Task<bool> AddAsync(Recording recording) =>
        Installation.CallAsync<IRecordingRepository, bool>(recordings =>
            recordings.TryAddAsync(recording, Ct)
        );

    private Task<bool> ReplaceAsync(Recording known, Recording changed) =>
        Installation.CallAsync<IRecordingRepository, bool>(recordings =>
            recordings.TryReplaceAsync(known, changed, Ct)
        );

    private async Task AddRoomAndRemoveAsync()
    {
        var room = Installation.NewRoom("daily-abc");
        await Installation.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(room, Ct));
        await RemoveAsync(room.Name);
    }

    private Task RemoveAsync(RoomName room) =>
        Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.RemoveAsync(room, removed => removed.Finish(cause: null), Ct)
        );

    protected override Task AddAsync(string cause, string room = "daily-abc") =>
        Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.SaveNotificationsAsync(Installation.NewRoom(room).Finish(cause), Ct)
        );

    protected override string RoomOf(Leased<WebhookMessage> taken) =>
        DataOf(taken.Item.Body).GetProperty("roomName").GetString()!;

    private Task SwitchAsync(bool on) =>
        Installation.CallAsync<IPreferencesRepository>(preferences =>
            preferences.UpdateWebhooksAsync(current => current.With(on, null), Ct)
        );

    /// <returns>The bodies, in the order in which they were taken.</returns>
    private async Task<List<string>> DeliverAllAsync()
    {
        var bodies = new List<string>();
        while (await TakeAsync() is { Count: > 0 } taken)
        {
            foreach (var delivery in taken)
            {
                bodies.Add(delivery.Item.Body);
                await CompleteAsync(delivery);
            }
        }

        return bodies;
    }

    private Task NoteAnswerAsync(Leased<WebhookMessage> sent, int? status) =>
        Installation.CallAsync<IWebhookOutbox>(outbox => outbox.NoteAnswerAsync(sent, status, Ct));

    private Task<IReadOnlyList<WebhookDelivery>> ListAsync(WebhookDeliveryState? state = null) =>
        Installation.CallAsync<IWebhookOutbox, IReadOnlyList<WebhookDelivery>>(outbox =>
            outbox.ListAsync(state, after: null, Plenty, Ct)
        );

    private Task<IReadOnlyList<WebhookDelivery>> PageAfterAsync(WebhookDelivery? last) =>
        Installation.CallAsync<IWebhookOutbox, IReadOnlyList<WebhookDelivery>>(outbox =>
            outbox.ListAsync(
                state: null,
                last is null ? null : new WebhookDeliveryPosition(last.CreatedAt, last.Id),
                2,
                Ct
            )
        );
}
