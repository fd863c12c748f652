using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Inbox;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class MeetingEventInboxTests : InstallationTests
{
    private const int Plenty = 100;

    /// <summary>A test that would wait for ever fails.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AMillisecond = TimeSpan.FromMilliseconds(1);
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly RoomOpened Opened = Event("EV_1");

    [Test]
    public async Task An_event_is_added_once_whether_it_waits_or_has_been_handled()
    {
        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Added));
        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Known));
        await CompleteAsync(await TakeOneAsync());
        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Known));
        Assert.That(await TakeAsync(), Is.Empty);
    }

    [Test]
    public async Task Of_the_same_event_many_times_at_once_one_is_added()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => AddAsync(Opened)))
        );
        Assert.That(answers.Count(answer => answer == InboxAnswer.Added), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer == InboxAnswer.Known), Is.EqualTo(19));
    }

    [Test]
    public async Task Events_beyond_the_capacity_are_refused_until_others_are_handled()
    {
        await FillAsync(IMeetingEventInbox.Capacity - 1);

        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Added));
        Assert.That(await AddAsync(Event("EV_2")), Is.EqualTo(InboxAnswer.Full));
        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Known));

        await CompleteAsync(await TakeOneAsync());
        Assert.That(await AddAsync(Event("EV_2")), Is.EqualTo(InboxAnswer.Added));
    }

    [Test]
    public async Task Of_many_at_once_that_would_fill_the_inbox_as_many_are_added_as_there_is_room()
    {
        await FillAsync(IMeetingEventInbox.Capacity - 3);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(n => Task.Run(() => AddAsync(Event($"EV_{n}"))))
        );

        Assert.That(answers.Count(answer => answer == InboxAnswer.Added), Is.EqualTo(3));
        Assert.That(answers.Count(answer => answer == InboxAnswer.Full), Is.EqualTo(7));
    }

    [Test]
    public async Task The_oldest_are_taken_first_and_no_more_than_asked_for()
    {
        foreach (var id in new[] { "c", "a", "b" })
        {
            await AddAsync(Event(id));
            Installation.Clock.Advance(AMillisecond);
        }

        Assert.That(Ids(await TakeAsync(2)), Is.EqualTo(["c", "a"]));
        Assert.That(Ids(await TakeAsync(2)), Is.EqualTo(["b"]));
        Assert.That(await TakeAsync(2), Is.Empty);
    }

    [Test]
    public async Task Of_several_at_once_one_takes_an_event()
    {
        for (var n = 0; n < 30; n++)
            await AddAsync(Event($"EV_{n}"));

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => TakeAsync(4)))
        );

        Assert.That(taken.SelectMany(Ids), Is.Unique);
        Assert.That(taken.SelectMany(Ids).Count(), Is.EqualTo(30));
    }

    [Test]
    public async Task An_event_whose_node_has_died_is_taken_again_when_its_lease_is_over()
    {
        await AddAsync(Opened);
        Assert.That(await TakeOneAsync(), Is.EqualTo(new WaitingEvent(Opened, 1)));

        Installation.Clock.Advance(IMeetingEventInbox.Lease - AMillisecond);
        Assert.That(await TakeAsync(), Is.Empty);
        Installation.Clock.Advance(AMillisecond);

        Assert.That(await TakeOneAsync(), Is.EqualTo(new WaitingEvent(Opened, 2)));
    }

    [Test]
    public async Task Whoever_comes_too_late_does_not_disturb_the_one_who_has_taken_it_since()
    {
        await AddAsync(Opened);
        var late = await TakeOneAsync();
        Installation.Clock.Advance(IMeetingEventInbox.Lease);
        var current = await TakeOneAsync();

        await CompleteAsync(late);
        await PutBackAsync(late);

        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 1, Parked: 0)));
        Installation.Clock.Advance(IMeetingEventInbox.Lease - AMillisecond);
        Assert.That(await TakeAsync(), Is.Empty);
        await CompleteAsync(current);
        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(0, 0)));
    }

    [Test]
    public async Task An_event_that_fails_is_put_back_for_longer_each_time_and_parked_in_the_end()
    {
        await AddAsync(Opened);
        int[] pausesInSeconds = [1, 5, 30, 120, 600];
        for (var attempt = 1; attempt <= pausesInSeconds.Length; attempt++)
        {
            var taken = await TakeOneAsync();
            Assert.That(taken.Attempt, Is.EqualTo(attempt));
            Assert.That(await PutBackAsync(taken), Is.False);

            var pause = TimeSpan.FromSeconds(pausesInSeconds[attempt - 1]);
            Installation.Clock.Advance(pause - AMillisecond);
            Assert.That(await TakeAsync(), Is.Empty, $"attempt {attempt}");
            Installation.Clock.Advance(AMillisecond);
        }

        var last = await TakeOneAsync();
        Assert.That(last.Attempt, Is.EqualTo(IMeetingEventInbox.MaxAttempts));
        Assert.That(await PutBackAsync(last, "the last straw"), Is.True);

        Installation.Clock.Advance(TimeSpan.FromDays(30));
        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 0, Parked: 1)));
        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Known));
        Assert.That((await RowsAsync()).Single().LastFailure, Is.EqualTo("the last straw"));
    }

    [Test]
    public async Task An_event_that_kills_whoever_handles_it_is_parked_too()
    {
        await AddAsync(Opened);
        for (var attempt = 1; attempt <= IMeetingEventInbox.MaxAttempts; attempt++)
        {
            Assert.That((await TakeOneAsync()).Attempt, Is.EqualTo(attempt));
            Installation.Clock.Advance(IMeetingEventInbox.Lease);
        }

        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 0, Parked: 1)));
    }

    [Test]
    public async Task An_event_that_cannot_be_read_does_not_keep_the_others_waiting()
    {
        await Installation.CallAsync<MeetDbContext>(database =>
        {
            database.MeetingEvents.Add(NewRow("EV_0", MeetingEventState.Waiting, payload: "{"));
            return database.SaveChangesAsync(Ct);
        });
        await AddAsync(Opened);

        Assert.That(Ids(await TakeAsync()), Is.EqualTo([Opened.Id]));
    }

    [Test]
    public async Task Handled_events_are_forgotten_when_they_need_not_be_remembered_any_more()
    {
        await AddAsync(Opened);
        await AddAsync(Event("EV_waiting"));
        await Installation.CallAsync<MeetDbContext>(database =>
        {
            database.MeetingEvents.Add(NewRow("EV_parked", MeetingEventState.Parked));
            return database.SaveChangesAsync(Ct);
        });
        await CompleteAsync((await TakeAsync()).Single(taken => taken.Event == Opened));

        Installation.Clock.Advance(IMeetingEventInbox.Memory);
        await SweepAsync();
        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Known));
        Installation.Clock.Advance(AMillisecond);
        await SweepAsync();

        Assert.That(
            (await RowsAsync()).Select(row => row.Id),
            Is.EquivalentTo(["EV_waiting", "EV_parked"])
        );
        Assert.That(await AddAsync(Opened), Is.EqualTo(InboxAnswer.Added));
    }

    [Test]
    public async Task It_counts_what_waits_and_what_is_parked()
    {
        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(0, 0)));
        await Installation.CallAsync<MeetDbContext>(database =>
        {
            database.MeetingEvents.AddRange(
                NewRow("EV_1", MeetingEventState.Waiting),
                NewRow("EV_2", MeetingEventState.Waiting),
                NewRow("EV_3", MeetingEventState.Waiting),
                NewRow("EV_4", MeetingEventState.Handled),
                NewRow("EV_5", MeetingEventState.Parked),
                NewRow("EV_6", MeetingEventState.Parked)
            );
            return database.SaveChangesAsync(Ct);
        });

        await TakeOneAsync();

        Assert.That(await CountAsync(), Is.EqualTo(new InboxCounts(Waiting: 3, Parked: 2)));
    }

    /// <summary>As an earlier version wrote it: what is a name has been narrowed since.</summary>
    [Test]
    public async Task An_event_of_somebody_whose_name_is_none_any_more_is_unrelated()
    {
        const string Payload =
            """{"Kind":"ParticipantJoined","Room":"daily-abc","Participant":".."}""";
        await Installation.CallAsync<MeetDbContext>(database =>
        {
            database.MeetingEvents.Add(NewRow("EV_1", MeetingEventState.Waiting, Payload));
            return database.SaveChangesAsync(Ct);
        });

        Assert.That((await TakeOneAsync()).Event, Is.EqualTo(new UnrelatedEvent("EV_1")));
    }

    private static IEnumerable<TestCaseData<MeetingEvent>> Events()
    {
        yield return new(Opened);
        yield return new(
            new ParticipantJoined("EV_1", Room, ParticipantName.Parse("Zoë \"Ω\" 😀 O'Neil"))
        );
        var id = RecordingId.Parse("daily-abc--EG_1--uid1");
        foreach (var status in Enum.GetValues<RecordingStatus>())
            yield return new(new EgressChanged("EV_1", new EgressReport(id, status)));
        yield return new(
            new EgressChanged(
                "EV_1",
                new EgressReport(id, RecordingStatus.LimitReached)
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
    public async Task Every_kind_of_event_comes_back_as_it_was_written(MeetingEvent happened)
    {
        await AddAsync(happened);
        Assert.That((await TakeOneAsync()).Event, Is.EqualTo(happened));
    }

    [Test]
    public void What_is_unrelated_is_not_kept() =>
        Assert.That(
            () => AddAsync(new UnrelatedEvent("EV_1")),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );

    [Test]
    public async Task Whoever_waits_is_woken_by_what_this_node_receives_even_before_the_wait()
    {
        var waiting = WaitAsync(Ct);
        Assert.That(waiting.IsCompleted, Is.False);
        await AddAsync(Opened);
        await waiting.WaitAsync(Bound);

        await AddAsync(Event("EV_2"));
        await WaitAsync(Ct).WaitAsync(Bound);
    }

    [Test]
    public async Task Whoever_waits_is_not_woken_by_what_is_known_already_but_by_the_time()
    {
        await AddAsync(Opened);
        await WaitAsync(Ct).WaitAsync(Bound);
        await AddAsync(Opened);

        var waiting = WaitAsync(Ct);
        Installation.Clock.Advance(TimeSpan.FromSeconds(1) - AMillisecond);
        Assert.That(waiting.IsCompleted, Is.False);
        Installation.Clock.Advance(AMillisecond);
        await waiting.WaitAsync(Bound);
    }

    [Test]
    public async Task Waiting_ends_with_the_node()
    {
        using var stopping = new CancellationTokenSource();
        var waiting = WaitAsync(stopping.Token);
        await stopping.CancelAsync();
        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    private static RoomOpened Event(string id) => new(id, Room);

    private static IEnumerable<string> Ids(IEnumerable<WaitingEvent> taken) =>
        taken.Select(waiting => waiting.Event.Id);

    private MeetingEventRow NewRow(string id, MeetingEventState state, string? payload = null)
    {
        var now = Installation.Clock.GetUtcNow();
        return new MeetingEventRow
        {
            Id = id,
            Payload = payload ?? EventPayload.Write(Opened),
            ReceivedAt = now,
            State = state,
            DueAt = now,
            HandledAt = state == MeetingEventState.Handled ? now : null,
        };
    }

    /// <summary>Events that wait, and as many that do not.</summary>
    private Task FillAsync(int count) =>
        Installation.CallAsync<MeetDbContext>(database =>
        {
            database.MeetingEvents.AddRange(
                Enumerable
                    .Range(0, count)
                    .Select(n => NewRow($"EV_waiting_{n}", MeetingEventState.Waiting))
            );
            database.MeetingEvents.AddRange(
                NewRow("EV_handled", MeetingEventState.Handled),
                NewRow("EV_parked", MeetingEventState.Parked)
            );
            return database.SaveChangesAsync(Ct);
        });

    private Task<List<MeetingEventRow>> RowsAsync() =>
        Installation.CallAsync<MeetDbContext, List<MeetingEventRow>>(database =>
            database.MeetingEvents.AsNoTracking().ToListAsync(Ct)
        );

    private Task<InboxAnswer> AddAsync(MeetingEvent happened) =>
        Installation.CallAsync<IMeetingEventInbox, InboxAnswer>(inbox =>
            inbox.AddAsync(happened, Ct)
        );

    private Task<IReadOnlyList<WaitingEvent>> TakeAsync(int most = Plenty) =>
        Installation.CallAsync<IMeetingEventInbox, IReadOnlyList<WaitingEvent>>(inbox =>
            inbox.TakeAsync(most, Ct)
        );

    private async Task<WaitingEvent> TakeOneAsync() => (await TakeAsync(1)).Single();

    private Task CompleteAsync(WaitingEvent handled) =>
        Installation.CallAsync<IMeetingEventInbox>(inbox => inbox.CompleteAsync(handled, Ct));

    private Task<bool> PutBackAsync(WaitingEvent failed, string reason = "failed") =>
        Installation.CallAsync<IMeetingEventInbox, bool>(inbox =>
            inbox.PutBackAsync(failed, reason, Ct)
        );

    private Task WaitAsync(CancellationToken ct) =>
        Installation.CallAsync<IMeetingEventInbox>(inbox =>
            inbox.WaitAsync(TimeSpan.FromSeconds(1), ct)
        );

    private Task<InboxCounts> CountAsync() =>
        Installation.CallAsync<IMeetingEventInbox, InboxCounts>(inbox => inbox.CountAsync(Ct));

    private Task SweepAsync() =>
        Installation.CallAsync<IMeetingEventInbox>(inbox => inbox.SweepAsync(Ct));
}
