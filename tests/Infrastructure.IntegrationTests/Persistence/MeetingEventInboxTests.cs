using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Persistence.Queue;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class MeetingEventInboxTests(TestDatabase database)
    : LeasedQueueTests<MeetingEvent>(database)
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly RecordingId Recorded = RecordingId.Parse("daily-abc--EG_1--uid1");
    private static readonly RoomOpened Opened = Event("EV_1");

    private protected override QueuePolicy Policy => MeetingEventInbox.Policy;

    [Test]
    public async Task Events_beyond_the_capacity_are_refused_until_others_are_handled()
    {
        await FillAsync(Policy.Capacity - 1);

        Assert.That((await AddAsync(Opened)).Error, Is.Null);
        Assert.That((await AddAsync(Event("EV_2"))).Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That((await AddAsync(Opened)).Error, Is.Null, "it is known");

        await CompleteAsync(await TakeOneAsync());
        Assert.That((await AddAsync(Event("EV_2"))).Error, Is.Null);
    }

    [Test]
    public async Task Concurrent_events_are_added_only_up_to_the_capacity()
    {
        await FillAsync(Policy.Capacity - 3);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(n => Task.Run(() => AddAsync(Event($"EV_{n}"))))
        );

        // Concurrent calls on PostgreSQL can exceed the capacity.
        Assert.That(
            answers.Count(answer => !answer.IsFailure),
            Database == TestDatabase.Sqlite ? Is.EqualTo(3) : Is.AtLeast(3)
        );
        Assert.That((await AddAsync(Event("EV_later"))).IsFailure, Is.True);
    }

    [Test]
    public async Task Events_of_one_room_do_not_wait_for_each_other()
    {
        await AddAsync(Opened);
        await AddAsync(Event("EV_2"));

        Assert.That(await TakeAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_event_is_parked_after_its_last_attempt_fails()
    {
        await AddAsync(Opened);
        for (var attempt = 1; attempt <= Policy.MaxAttempts; attempt++)
        {
            var taken = await TakeOneAsync();
            Assert.That(taken, Is.EqualTo(new Leased<MeetingEvent>("EV_1", Opened, attempt)));
            await PutBackAsync(taken, "the last straw");
            Assert.That(
                (await CountAsync()).Parked,
                Is.EqualTo(attempt == Policy.MaxAttempts ? 1 : 0)
            );
            Installation.Clock.Advance(Policy.Pauses[^1]);
        }

        Installation.Clock.Advance(TimeSpan.FromDays(30));
        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 0, Parked: 1)));
        Assert.That((await AddAsync(Opened)).Error, Is.Null);
        Assert.That((await ItemsAsync()).Single().LastFailure, Is.EqualTo("the last straw"));
    }

    [Test]
    public async Task An_event_whose_lease_ends_at_every_attempt_is_parked()
    {
        await AddAsync(Opened);
        for (var attempt = 1; attempt <= Policy.MaxAttempts; attempt++)
        {
            Assert.That((await TakeOneAsync()).Attempt, Is.EqualTo(attempt));
            Installation.Clock.Advance(Policy.Lease);
        }

        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 0, Parked: 1)));
    }

    [Test]
    public async Task An_unreadable_event_is_parked_and_does_not_delay_the_others()
    {
        await PutAsync(NewItem("EV_0", payload: "{"));
        await AddAsync(Opened);

        Assert.That((await TakeAsync()).Select(taken => taken.Id), Is.EqualTo([Opened.Id]));
        Assert.That((await CountAsync()).Parked, Is.EqualTo(1));
    }

    [Test]
    public async Task Waiting_and_parked_events_are_not_swept()
    {
        await AddAsync(Opened);
        await AddAsync(Event("EV_waiting"));
        await PutAsync(NewItem("EV_parked", QueueItemState.GivenUp));
        await CompleteAsync((await TakeAsync()).Single(taken => taken.Item == Opened));

        Installation.Clock.Advance(Policy.KeepCompleted + AMillisecond);
        await SweepAsync();

        Assert.That(
            (await ItemsAsync()).Select(item => item.Id),
            Is.EquivalentTo(["EV_waiting", "EV_parked"])
        );
    }

    [Test]
    public async Task Waiting_and_parked_events_are_counted()
    {
        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(0, 0)));
        await PutAsync(
            NewItem("EV_1"),
            NewItem("EV_2"),
            NewItem("EV_3"),
            NewItem("EV_4", QueueItemState.Completed),
            NewItem("EV_5", QueueItemState.GivenUp),
            NewItem("EV_6", QueueItemState.GivenUp)
        );

        await TakeOneAsync();

        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 3, Parked: 2)));
    }

    [Test]
    public async Task Events_of_an_unknown_state_count_as_parked()
    {
        await PutAsync(NewItem("EV_1"), NewItem("EV_2", QueueItemState.GivenUp), NewItem("EV_3"));
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlRawAsync(
                "UPDATE \"QueueItems\" SET \"State\" = 'Postponed' WHERE \"Id\" = 'EV_3'",
                Ct
            )
        );

        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 1, Parked: 2)));
    }

    private static IEnumerable<TestCaseData<MeetingEvent>> Events()
    {
        yield return new(Opened);
        yield return new(new RoomClosed("EV_1", Room));
        yield return new(
            new ParticipantJoined("EV_1", Room, ParticipantName.Parse("Zoë \"Ω\" 😀 O'Neil"))
        );
        foreach (var status in Enum.GetValues<RecordingStatus>())
            yield return new(new EgressChanged("EV_1", new EgressReport(Recorded, status)));
        yield return new(
            new EgressChanged(
                "EV_1",
                new EgressReport(Recorded, RecordingStatus.LimitReached)
                {
                    StartedAt = Installation.Start.AddTicks(1),
                    EndedAt = Installation.Start.AddHours(1).AddTicks(9),
                    Duration = TimeSpan.FromTicks(123_456_789),
                    Size = 5_000_000_000,
                    ErrorCode = -7,
                    Error = "a\r\n'b'",
                    Details = "",
                }
            )
        );
    }

    [TestCaseSource(nameof(Events))]
    public async Task Every_kind_of_event_is_read_back_unchanged(MeetingEvent meetingEvent)
    {
        await AddAsync(meetingEvent);
        Assert.That((await TakeOneAsync()).Item, Is.EqualTo(meetingEvent));
    }

    /// <summary>Exact payloads of the versions before the queue, which an update finds in the database.</summary>
    private static IEnumerable<TestCaseData<string, MeetingEvent>> StoredPayloads()
    {
        yield return new("""{"Kind":"RoomOpened","Room":"daily-abc"}""", Opened);
        yield return new(
            """{"Kind":"RoomClosed","Room":"daily-abc"}""",
            new RoomClosed("EV_1", Room)
        );
        yield return new(
            """{"Kind":"ParticipantJoined","Room":"daily-abc","Participant":"Zo\u00EB"}""",
            new ParticipantJoined("EV_1", Room, ParticipantName.Parse("Zoë"))
        );
        yield return new(
            """{"Kind":"EgressChanged","Egress":{"Id":"daily-abc--EG_1--uid1","Status":"Complete","IsInOurStore":true,"StartedAt":"2030-01-01T12:00:00+00:00","EndedAt":"2030-01-01T12:00:09+00:00","Duration":"00:00:09","Size":42}}""",
            new EgressChanged(
                "EV_1",
                new EgressReport(Recorded, RecordingStatus.Complete)
                {
                    IsInOurStore = true,
                    StartedAt = Installation.Start,
                    EndedAt = Installation.Start.AddSeconds(9),
                    Duration = TimeSpan.FromSeconds(9),
                    Size = 42,
                }
            )
        );
        // Earlier versions accepted this name.
        yield return new(
            """{"Kind":"ParticipantJoined","Room":"daily-abc","Participant":".."}""",
            new UnrelatedEvent("EV_1")
        );
    }

    [TestCaseSource(nameof(StoredPayloads))]
    public async Task An_event_stored_by_an_earlier_version_is_read(
        string payload,
        MeetingEvent expected
    )
    {
        await PutAsync(NewItem("EV_1", payload: payload));
        Assert.That((await TakeOneAsync()).Item, Is.EqualTo(expected));
    }

    [TestCase("{}")]
    [TestCase("""{"Kind":"Unknown","Room":"daily-abc"}""")]
    [TestCase("""{"Kind":"RoomOpened"}""")]
    [TestCase("no JSON")]
    public async Task An_unreadable_event_does_not_hold_up_the_next(string payload)
    {
        await PutAsync(NewItem("EV_0", payload: payload), NewItem("EV_1"));

        Assert.That((await TakeAsync(2)).Single().Item.Id, Is.EqualTo("EV_1"));
    }

    [Test]
    public void An_unrelated_event_is_not_stored() =>
        Assert.That(
            () => AddAsync(new UnrelatedEvent("EV_1")),
            Throws.InstanceOf<NotSupportedException>()
        );

    protected override Task AddAsync(string cause, string room = "daily-abc") =>
        AddAsync(new RoomOpened($"EV_{cause}", RoomName.Parse(room)));

    protected override string RoomOf(Leased<MeetingEvent> taken) =>
        ((RoomOpened)taken.Item).Room.Value;

    private static RoomOpened Event(string id) => new(id, Room);

    private QueueItem NewItem(
        string id,
        QueueItemState state = QueueItemState.Waiting,
        string? payload = null
    )
    {
        var now = Installation.Clock.GetUtcNow();
        return new QueueItem
        {
            Queue = Policy.Name,
            Id = id,
            Kind = nameof(RoomOpened),
            Payload = payload ?? MeetingEventJson.Write(Opened),
            AddedAt = now,
            State = state,
            DueAt = now,
            CompletedAt = state == QueueItemState.Completed ? now : null,
        };
    }

    private Task PutAsync(params IEnumerable<QueueItem> items) =>
        Installation.CallAsync<MeetDbContext>(database =>
        {
            // Filling the queue takes longer than any statement of a request may.
            database.Database.SetCommandTimeout(TimeSpan.FromMinutes(1));
            database.QueueItems.AddRange(items);
            return database.SaveChangesAsync(Ct);
        });

    /// <summary>Adds waiting events, one completed event and one parked event.</summary>
    private Task FillAsync(int count) =>
        PutAsync([
            .. Enumerable.Range(0, count).Select(n => NewItem($"EV_waiting_{n}")),
            NewItem("EV_handled", QueueItemState.Completed),
            NewItem("EV_parked", QueueItemState.GivenUp),
        ]);

    private Task<Result> AddAsync(MeetingEvent meetingEvent) =>
        Installation.CallAsync<IMeetingEventInbox, Result>(inbox =>
            inbox.AddAsync(meetingEvent, Ct)
        );

    private Task<InboxCounts> CountAsync() =>
        Installation.CallAsync<IMeetingEventInbox, InboxCounts>(inbox => inbox.CountAsync(Ct));
}
