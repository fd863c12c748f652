using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class RecordingRepositoryTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly MediaFacts Facts = new(42, new EntityTag("tag"), Installation.Start);

    [Test]
    public async Task A_recording_is_added_once_and_the_first_stays()
    {
        var first = NewRecording();
        Assert.That(await AddAsync(first), Is.True);
        Assert.That(await AddAsync(first with { Status = RecordingStatus.Failed }), Is.False);
        Assert.That(await FindAsync(first.Id), Is.EqualTo(first));
    }

    [Test]
    public async Task Only_one_of_many_concurrent_callers_adds_a_recording()
    {
        var added = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => AddAsync(NewRecording())))
        );
        Assert.That(added.Count(won => won), Is.EqualTo(1));
    }

    [Test]
    public async Task A_replaced_recording_has_the_new_values()
    {
        var known = NewRecording() with { SignalledStatus = null };
        await AddAsync(known);
        var changed = known with
        {
            Status = RecordingStatus.Complete,
            StartedAt = Installation.Start.AddSeconds(1),
            EndedAt = Installation.Start.AddSeconds(9),
            Duration = TimeSpan.FromSeconds(8),
            Size = 42,
            ErrorCode = 1,
            Error = "error",
            Details = "details",
            Media = Facts,
            SignalledStatus = RecordingStatus.Active,
        };

        Assert.That(await ReplaceAsync(known, changed), Is.True);

        Assert.That(await FindAsync(known.Id), Is.EqualTo(changed));
        Assert.That(await ListAsync(Room), Is.EqualTo([changed]));
    }

    private static IEnumerable<TestCaseData<Recording>> MeanwhileReplaced()
    {
        var known = NewRecording();
        yield return new(known with { Status = RecordingStatus.Ending });
        yield return new(known with { SignalledStatus = RecordingStatus.Starting });
        yield return new(known with { SignalledStatus = null });
    }

    [TestCaseSource(nameof(MeanwhileReplaced))]
    public async Task A_recording_that_was_replaced_meanwhile_is_not_replaced(Recording theirs)
    {
        var known = NewRecording();
        await AddAsync(known);
        await ReplaceAsync(known, theirs);

        Assert.That(
            await ReplaceAsync(known, known with { Status = RecordingStatus.Failed }),
            Is.False
        );

        Assert.That(await FindAsync(known.Id), Is.EqualTo(theirs));
    }

    [Test]
    public async Task Only_one_of_many_concurrent_callers_replaces_a_recording()
    {
        var known = NewRecording();
        await AddAsync(known);

        var replaced = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(n =>
                    Task.Run(() =>
                        ReplaceAsync(
                            known,
                            known with
                            {
                                Status = RecordingStatus.Ending,
                                Details = $"{n}",
                            }
                        )
                    )
                )
        );

        Assert.That(replaced.Count(won => won), Is.EqualTo(1));
        var winner = Array.IndexOf(replaced, true);
        Assert.That((await FindAsync(known.Id))!.Details, Is.EqualTo($"{winner}"));
    }

    [Test]
    public async Task A_removed_recording_is_neither_found_nor_replaced()
    {
        var known = NewRecording();
        await AddAsync(known);
        await RemoveAsync(known.Id);
        await RemoveAsync(known.Id);

        Assert.That(
            await ReplaceAsync(known, known with { Status = RecordingStatus.Failed }),
            Is.False
        );
        Assert.That(await FindAsync(known.Id), Is.Null);
    }

    [Test]
    public async Task A_failed_write_does_not_affect_the_next_one_in_the_same_scope()
    {
        var known = NewRecording();
        var stale = known with { Status = RecordingStatus.Starting };
        var changed = known with { Status = RecordingStatus.Ending };

        await Installation.CallAsync<IRecordingRepository>(async recordings =>
        {
            Assert.That(await recordings.TryAddAsync(known, Ct), Is.True);
            Assert.That(await recordings.TryAddAsync(stale, Ct), Is.False);
            Assert.That(await recordings.TryReplaceAsync(stale, changed, Ct), Is.False);
            Assert.That(await recordings.TryReplaceAsync(known, changed, Ct), Is.True);
            Assert.That(await recordings.FindAsync(known.Id, Ct), Is.EqualTo(changed));
        });
    }

    private static IEnumerable<
        TestCaseData<RecordingStatus, RecordingStatus?, bool, bool>
    > SettledCases()
    {
        foreach (var status in Enum.GetValues<RecordingStatus>())
        {
            var isUnfinished = status is <= RecordingStatus.Ending or RecordingStatus.Deleted;
            var isPlayable = status is RecordingStatus.Complete or RecordingStatus.LimitReached;
            yield return new(status, status, true, isUnfinished);
            yield return new(status, status, false, isUnfinished || isPlayable);
            yield return new(status, null, true, true);
            yield return new(status, RecordingStatus.Active, true, true);
        }
    }

    [TestCaseSource(nameof(SettledCases))]
    public async Task Only_unsettled_recordings_are_listed(
        RecordingStatus status,
        RecordingStatus? signalled,
        bool isDescribed,
        bool unsettled
    )
    {
        var recording = NewRecording() with
        {
            Status = status,
            SignalledStatus = signalled,
            IsDescribed = isDescribed,
        };
        await AddAsync(recording);

        var listed = await Installation.CallAsync<IRecordingRepository, IReadOnlyList<Recording>>(
            recordings => recordings.ListUnsettledAsync(Ct)
        );

        Assert.That(listed, Is.EqualTo(unsettled ? [recording] : Array.Empty<Recording>()));
        Assert.That(recording.IsSettled, Is.EqualTo(!unsettled), "as the domain says");
    }

    [Test]
    public async Task An_upgraded_database_marks_settled_recordings()
    {
        if (Database == TestDatabase.Postgres)
            Assert.Ignore("The column is older than the migrations for PostgreSQL.");

        var added = new List<Recording>();
        foreach (var life in SettledCases())
        {
            var recording = NewRecording($"daily-abc--EG_1--{added.Count}") with
            {
                Status = (RecordingStatus)life.Arguments[0]!,
                SignalledStatus = (RecordingStatus?)life.Arguments[1],
                IsDescribed = (bool)life.Arguments[2]!,
            };
            await AddAsync(recording);
            added.Add(recording);
        }

        await Installation.CallAsync<MeetDbContext>(database =>
            database
                .GetService<IMigrator>()
                .MigrateAsync("20261125222428_ReplacedRefreshTokens", Ct)
        );
        await Installation.MigrateAsync();

        var listed = await Installation.CallAsync<IRecordingRepository, IReadOnlyList<Recording>>(
            recordings => recordings.ListUnsettledAsync(Ct)
        );
        Assert.That(listed, Is.EquivalentTo(added.Where(recording => !recording.IsSettled)));
    }

    [Test]
    public async Task A_saved_recording_is_read_back_unchanged()
    {
        var recording = new Recording
        {
            Id = RecordingId.Parse("daily-abc--EG_1--uid1"),
            Status = RecordingStatus.LimitReached,
            StartedAt = Installation.Start,
            EndedAt = Installation.Start.AddMinutes(1),
            Duration = TimeSpan.FromSeconds(59.5),
            Size = 5_000_000_000,
            ErrorCode = 7,
            Error = "error",
            Details = "details",
            Media = new MediaFacts(5_000_000_000, new EntityTag("tag"), Installation.Start),
            SignalledStatus = RecordingStatus.Active,
        };
        await Installation.CallAsync<IRecordingRepository>(r => r.TryAddAsync(recording, Ct));

        var found = await Installation.CallAsync<IRecordingRepository, Recording?>(r =>
            r.FindAsync(recording.Id, Ct)
        );

        Assert.That(found, Is.EqualTo(recording));
    }

    [Test]
    public async Task Pages_show_each_recording_once_newest_first_and_then_by_id()
    {
        foreach (var uid in new[] { "b", "A", "a", "_", "0" })
            await AddAsync(NewRecording($"daily-abc--EG_1--{uid}"));
        var newest = NewRecording("daily-abc--EG_1--newest") with
        {
            StartedAt = Installation.Start.AddMilliseconds(1),
        };
        var oldest = NewRecording("daily-abc--EG_1--oldest") with
        {
            StartedAt = Installation.Start.AddMilliseconds(-1),
        };
        await AddAsync(oldest);
        await AddAsync(newest);

        var seen = new List<Recording>();
        RecordingPosition? after = null;
        for (var pages = 0; pages < 4; pages++)
        {
            seen.AddRange(await ListAsync(null, after, 2));
            after = new RecordingPosition(seen[^1].StartedAt, seen[^1].Id);
        }

        string[] expected = ["newest", "0", "A", "_", "a", "b", "oldest"];
        Assert.That(seen.Select(recording => recording.Id.Uid), Is.EqualTo(expected));
        Assert.That(await ListAsync(null, after, 2), Is.Empty);
    }

    [Test]
    public async Task A_page_continues_after_the_previous_one_even_if_its_last_recording_was_deleted()
    {
        await AddAsync(NewRecording("daily-abc--EG_1--a"));
        await AddAsync(NewRecording("daily-abc--EG_1--c"));

        var page = await ListAsync(
            Room,
            new RecordingPosition(Installation.Start, RecordingId.Parse("daily-abc--EG_1--b"))
        );

        Assert.That(page.Select(recording => recording.Id.Uid), Is.EqualTo(["c"]));
    }

    [Test]
    public async Task A_list_for_one_room_has_only_its_recordings()
    {
        await AddAsync(NewRecording("daily-abc--EG_1--a"));
        await AddAsync(NewRecording("daily-abcd--EG_1--b"));
        await AddAsync(NewRecording("Daily-abc--EG_1--c"));

        Assert.That(
            (await ListAsync(Room)).Select(recording => recording.Id.Uid),
            Is.EqualTo(["a"])
        );
        Assert.That(await ListAsync(RoomName.Parse("daily")), Is.Empty);
        Assert.That(await ListAsync(null), Has.Count.EqualTo(3));
    }

    [TestCase(RecordingStatus.Starting, false)]
    [TestCase(RecordingStatus.Active, true)]
    [TestCase(RecordingStatus.Ending, false)]
    [TestCase(RecordingStatus.Complete, false)]
    [TestCase(RecordingStatus.Failed, false)]
    [TestCase(RecordingStatus.Aborted, false)]
    [TestCase(RecordingStatus.LimitReached, false)]
    public async Task A_room_is_recorded_while_one_of_its_recordings_is_active(
        RecordingStatus status,
        bool active
    )
    {
        await AddAsync(
            NewRecording("daily-abc--EG_0--old") with
            {
                Status = RecordingStatus.Complete,
            }
        );
        await AddAsync(NewRecording() with { Status = status });

        Assert.That(await IsActiveAsync(Room), Is.EqualTo(active));
        Assert.That(await IsActiveAsync(RoomName.Parse("other-room")), Is.False);
    }

    private static Recording NewRecording(string id = "daily-abc--EG_1--uid1") =>
        new()
        {
            Id = RecordingId.Parse(id),
            Status = RecordingStatus.Active,
            StartedAt = Installation.Start,
            SignalledStatus = RecordingStatus.Active,
        };

    private Task<bool> AddAsync(Recording recording) =>
        Installation.CallAsync<IRecordingRepository, bool>(recordings =>
            recordings.TryAddAsync(recording, Ct)
        );

    private Task<bool> ReplaceAsync(Recording known, Recording changed) =>
        Installation.CallAsync<IRecordingRepository, bool>(recordings =>
            recordings.TryReplaceAsync(known, changed, Ct)
        );

    private Task RemoveAsync(RecordingId id) =>
        Installation.CallAsync<IRecordingRepository>(recordings => recordings.RemoveAsync(id, Ct));

    private Task<Recording?> FindAsync(RecordingId id) =>
        Installation.CallAsync<IRecordingRepository, Recording?>(recordings =>
            recordings.FindAsync(id, Ct)
        );

    private Task<bool> IsActiveAsync(RoomName room) =>
        Installation.CallAsync<IRecordingRepository, bool>(recordings =>
            recordings.IsActiveAsync(room, Ct)
        );

    private Task<IReadOnlyList<Recording>> ListAsync(
        RoomName? room,
        RecordingPosition? after = null,
        int maxItems = 100
    ) =>
        Installation.CallAsync<IRecordingRepository, IReadOnlyList<Recording>>(recordings =>
            recordings.ListAsync(room, after, maxItems, Ct)
        );
}
