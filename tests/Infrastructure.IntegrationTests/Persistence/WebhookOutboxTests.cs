using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class WebhookOutboxTests
{
    private const int Plenty = 100;
    private const string First = "daily-abc--EG_1--uid1";
    private const string Second = "daily-abc--EG_2--uid2";

    private static readonly WebhookAnswer Refused = new(500, "The answer was 500");

    private Installation _installation = null!;

    private static CancellationToken Ct => CancellationToken.None;

    [SetUp]
    public async Task SetUpAsync() =>
        _installation = await Installation.NewAsync(
            ("MEET_API_KEY", "an-api-key-of-some-length"),
            ("MEET_WEBHOOK_ENABLED", "true"),
            ("MEET_WEBHOOK_URL", "https://example.com/hook")
        );

    [TearDown]
    public async Task TearDownAsync() => await _installation.DisposeAsync();

    [Test]
    public async Task A_recording_tells_of_its_life_in_order_and_with_its_size_at_the_end()
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
    public async Task A_change_that_is_not_made_tells_nothing()
    {
        var known = NewRecording(First) with { Status = RecordingStatus.Active };
        await AddAsync(known);
        var ending = known with { Status = RecordingStatus.Ending };

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
    public async Task News_that_cannot_be_kept_undoes_the_change()
    {
        var known = NewRecording(First);
        await AddAsync(known);
        await _installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlRawAsync(
                """
                CREATE TRIGGER "Full" BEFORE INSERT ON "WebhookDeliveries"
                BEGIN SELECT RAISE(ABORT, 'full'); END
                """,
                Ct
            )
        );

        Assert.That(
            () => ReplaceAsync(known, known with { Status = RecordingStatus.Active }),
            Throws.InstanceOf<DbUpdateException>()
        );

        var found = await _installation.CallAsync<IRecordingRepository, Recording?>(recordings =>
            recordings.FindAsync(known.Id, Ct)
        );
        Assert.That(found?.Status, Is.EqualTo(RecordingStatus.Starting));
    }

    [Test]
    [Repeat(5)]
    public async Task Of_many_who_describe_a_recording_at_once_one_tells_its_end()
    {
        var complete = NewRecording(First) with { Status = RecordingStatus.Complete };
        await AddAsync(complete);
        var described = complete with { IsDescribed = true };

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
    public async Task While_webhooks_are_off_nothing_is_written_and_nothing_taken()
    {
        await RecordAsync(First);
        await SwitchAsync(on: false);
        await RecordAsync(Second);
        await FinishAsync("EV_1");
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
    public async Task Of_each_recording_the_oldest_is_taken_and_the_next_when_it_is_done()
    {
        await RecordAsync(First);
        await RecordAsync(Second);

        var taken = await TakeAsync();
        Assert.That(
            taken.Select(delivery => EventOf(delivery.Body)),
            Is.All.EqualTo("recordingStarted")
        );
        Assert.That(taken, Has.Count.EqualTo(2));
        Assert.That(await TakeAsync(), Is.Empty, "the others wait for them");

        await CompleteAsync(taken[0]);
        var next = (await TakeAsync()).Single();
        Assert.That(
            (EventOf(next.Body), DataOf(next.Body).GetProperty("recordingId").GetString()),
            Is.EqualTo(
                ("recordingUpdated", DataOf(taken[0].Body).GetProperty("recordingId").GetString())
            )
        );
    }

    [Test]
    public async Task One_that_fails_holds_up_its_own_recording_only()
    {
        await RecordAsync(First);
        await RecordAsync(Second);
        var (failing, fine) = await TakeAsync() is [var one, var other]
            ? (one, other)
            : throw new AssertionException("two are due");

        await PutBackAsync(failing);
        await CompleteAsync(fine);

        var next = (await TakeAsync()).Single();
        Assert.That(SubjectOf(next), Is.EqualTo(SubjectOf(fine)));
    }

    [Test]
    public async Task What_failed_comes_back_after_pauses_that_grow()
    {
        await FinishAsync("EV_1");
        var pauses = new List<double>();
        var taken = (await TakeAsync()).Single();
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            Assert.That(taken.Attempt, Is.EqualTo(attempt));
            await PutBackAsync(taken);
            var listed = (await ListAsync()).Single();
            Assert.That(
                (listed.State, listed.LastStatus, listed.LastError),
                Is.EqualTo((WebhookDeliveryState.Pending, Refused.Status, Refused.Fault))
            );
            var pause = listed.NextAttemptAt!.Value - _installation.Clock.GetUtcNow();
            pauses.Add(pause.TotalSeconds);
            _installation.Clock.Advance(pause - TimeSpan.FromMilliseconds(1));
            Assert.That(await TakeAsync(), Is.Empty);
            _installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
            taken = (await TakeAsync()).Single();
        }

        Assert.That(pauses, Is.EqualTo([5, 30, 120, 600, 1800, 3600, 3600, 3600]));
    }

    [Test]
    public async Task What_a_killed_node_took_is_taken_again_when_the_lease_is_over()
    {
        await FinishAsync("EV_1");
        var lost = (await TakeAsync()).Single();

        _installation.Clock.Advance(IWebhookOutbox.Lease - TimeSpan.FromMilliseconds(1));
        Assert.That(await TakeAsync(), Is.Empty);
        _installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var again = (await TakeAsync()).Single();

        Assert.That((again.Id, again.Body), Is.EqualTo((lost.Id, lost.Body)));
        await PutBackAsync(lost);
        Assert.That(
            (await ListAsync()).Single().LastError,
            Is.Null,
            "who lost the lease has nothing to say"
        );
        await CompleteAsync(again);
        Assert.That((await ListAsync()).Single().State, Is.EqualTo(WebhookDeliveryState.Delivered));
    }

    [Test]
    public async Task Of_many_nodes_one_takes_each()
    {
        foreach (var number in Enumerable.Range(0, 30))
            await FinishAsync($"EV_{number}", $"room-{number}");

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => TakeAsync(5)))
        );

        var ids = taken.SelectMany(some => some).Select(delivery => delivery.Id).ToList();
        Assert.That(ids, Is.Unique);
        Assert.That(ids, Has.Count.EqualTo(30));
    }

    [Test]
    public async Task The_end_of_a_meeting_is_told_once_however_often_its_event_is_handled()
    {
        await FinishAsync("EV_1");
        await FinishAsync("EV_1");
        await FinishAsync("EV_2");

        Assert.That(await ListAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_room_that_many_remove_at_once_is_told_of_once_and_as_it_was()
    {
        var room = _installation.NewRoom("daily-abc");
        await _installation.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(room, Ct));

        await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Task.Run(() => RemoveAsync(room.Name)))
        );

        var data = DataOf((await TakeAsync()).Single().Body);
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
    public async Task After_a_day_what_was_not_delivered_is_given_up_whatever_kept_it()
    {
        await FinishAsync("EV_1", "tried");
        var tried = (await TakeAsync()).Single();
        await PutBackAsync(tried);
        await SwitchAsync(on: false);
        await SwitchAsync(on: true);
        await FinishAsync("EV_2", "never-tried");

        _installation.Clock.Advance(IWebhookOutbox.Patience - TimeSpan.FromMilliseconds(1));
        await SweepAsync();
        Assert.That(
            (await ListAsync()).Select(delivery => delivery.State),
            Is.All.EqualTo(WebhookDeliveryState.Pending)
        );
        _installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await SweepAsync();

        Assert.That(
            (await ListAsync(WebhookDeliveryState.Failed)).Select(delivery =>
                (delivery.Subject, delivery.LastError, delivery.NextAttemptAt)
            ),
            Is.EquivalentTo([
                ("tried", Refused.Fault, (DateTimeOffset?)null),
                ("never-tried", "It was never sent", null),
            ])
        );
        Assert.That(await TakeAsync(), Is.Empty);
    }

    [Test]
    public async Task What_was_given_up_on_its_way_and_arrived_is_delivered()
    {
        await FinishAsync("EV_1");
        _installation.Clock.Advance(IWebhookOutbox.Patience);
        var taken = (await TakeAsync()).Single();
        await SweepAsync();
        await CompleteAsync(taken);

        Assert.That((await ListAsync()).Single().State, Is.EqualTo(WebhookDeliveryState.Delivered));
    }

    [Test]
    public async Task What_is_over_is_forgotten_later()
    {
        await FinishAsync("EV_1", "delivered");
        await CompleteAsync((await TakeAsync()).Single());
        await FinishAsync("EV_2", "given-up");
        _installation.Clock.Advance(IWebhookOutbox.Patience);
        await SweepAsync();

        _installation.Clock.Advance(IWebhookOutbox.MemoryOfDelivered);
        await SweepAsync();
        Assert.That(
            (await ListAsync()).Select(delivery => delivery.Subject),
            Is.EqualTo(["given-up"])
        );
        _installation.Clock.Advance(IWebhookOutbox.MemoryOfFailed);
        await SweepAsync();
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task Pages_show_each_delivery_once_newest_first_and_then_by_id()
    {
        foreach (var number in Enumerable.Range(0, 5))
            await FinishAsync($"EV_{number}", "older");
        _installation.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await FinishAsync("EV_new", "newer");

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
    public void A_delivery_does_not_tell_its_body() =>
        Assert.That($"{new TakenDelivery("WH_1", "secret", 2)}", Is.EqualTo("WH_1, attempt 2"));

    private static string EventOf(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("event").GetString()!;

    private static JsonElement DataOf(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("data");

    private static string SubjectOf(TakenDelivery taken) =>
        DataOf(taken.Body).GetProperty("recordingId").GetString()!;

    private static Recording NewRecording(string id) =>
        new()
        {
            Id = RecordingId.Parse(id),
            Status = RecordingStatus.Starting,
            StartedAt = Installation.Start,
        };

    private async Task SetUpAgainAsync()
    {
        await TearDownAsync();
        await SetUpAsync();
    }

    /// <summary>A recording from its start to its end, each step in a scope of its own.</summary>
    private async Task RecordAsync(string id)
    {
        var starting = NewRecording(id);
        var active = starting with { Status = RecordingStatus.Active };
        var told = active with { SignalledStatus = RecordingStatus.Active };
        var ending = told with { Status = RecordingStatus.Ending };
        var complete = ending with
        {
            Status = RecordingStatus.Complete,
            Duration = TimeSpan.FromSeconds(12.5),
        };
        var described = complete with
        {
            IsDescribed = true,
            Size = 42,
            Media = new MediaFacts(42, new EntityTag("tag"), Installation.Start),
        };
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
        _installation.CallAsync<IRecordingRepository, bool>(recordings =>
            recordings.TryAddAsync(recording, Ct)
        );

    private Task<bool> ReplaceAsync(Recording known, Recording changed) =>
        _installation.CallAsync<IRecordingRepository, bool>(recordings =>
            recordings.TryReplaceAsync(known, changed, Ct)
        );

    private async Task AddRoomAndRemoveAsync()
    {
        var room = _installation.NewRoom("daily-abc");
        await _installation.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(room, Ct));
        await RemoveAsync(room.Name);
    }

    private Task RemoveAsync(RoomName room) =>
        _installation.CallAsync<IRoomRepository>(rooms => rooms.RemoveAsync(room, Ct));

    private Task FinishAsync(string cause, string room = "daily-abc") =>
        _installation.CallAsync<IWebhookOutbox>(outbox =>
            outbox.AddRoomFinishedAsync(_installation.NewRoom(room), cause, Ct)
        );

    private Task SwitchAsync(bool on) =>
        _installation.CallAsync<IPreferencesRepository>(preferences =>
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
                bodies.Add(delivery.Body);
                await CompleteAsync(delivery);
            }
        }

        return bodies;
    }

    private Task<IReadOnlyList<TakenDelivery>> TakeAsync(int most = Plenty) =>
        _installation.CallAsync<IWebhookOutbox, IReadOnlyList<TakenDelivery>>(outbox =>
            outbox.TakeAsync(most, Ct)
        );

    private Task CompleteAsync(TakenDelivery delivered) =>
        _installation.CallAsync<IWebhookOutbox>(outbox => outbox.CompleteAsync(delivered, 200, Ct));

    private Task PutBackAsync(TakenDelivery failed) =>
        _installation.CallAsync<IWebhookOutbox>(outbox => outbox.PutBackAsync(failed, Refused, Ct));

    private Task<IReadOnlyList<WebhookDelivery>> ListAsync(WebhookDeliveryState? state = null) =>
        _installation.CallAsync<IWebhookOutbox, IReadOnlyList<WebhookDelivery>>(outbox =>
            outbox.ListAsync(state, after: null, Plenty, Ct)
        );

    private Task<IReadOnlyList<WebhookDelivery>> PageAfterAsync(WebhookDelivery? last) =>
        _installation.CallAsync<IWebhookOutbox, IReadOnlyList<WebhookDelivery>>(outbox =>
            outbox.ListAsync(
                state: null,
                last is null ? null : new WebhookDeliveryPosition(last.CreatedAt, last.Id),
                2,
                Ct
            )
        );

    private Task SweepAsync() =>
        _installation.CallAsync<IWebhookOutbox>(outbox => outbox.SweepAsync(Ct));
}
