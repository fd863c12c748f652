using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Persistence.Queue;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>Tests that hold for every queue, whatever its items.</summary>
public abstract class LeasedQueueTests<T>(TestDatabase database) : DatabaseTests(database)
{
    protected const int Plenty = 100;

    protected static readonly TimeSpan AMillisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>Fails a test that would wait for ever.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private protected abstract QueuePolicy Policy { get; }

    [Test]
    public async Task An_item_is_added_once_even_after_its_completion()
    {
        await AddAsync("1");
        await AddAsync("1");
        await CompleteAsync(await TakeOneAsync());
        await AddAsync("1");

        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That(await ItemsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_item_added_concurrently_many_times_is_added_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AddAsync("1"))));

        Assert.That(await TakeAsync(), Has.Count.EqualTo(1));
        Assert.That(await ItemsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_oldest_items_are_taken_first_up_to_the_requested_number()
    {
        foreach (var room in new[] { "c", "a", "b" })
        {
            await AddAsync(room, room);
            Installation.Clock.Advance(AMillisecond);
        }

        Assert.That((await TakeAsync(2)).Select(RoomOf), Is.EqualTo(["c", "a"]));
        Assert.That((await TakeAsync(2)).Select(RoomOf), Is.EqualTo(["b"]));
        Assert.That(await TakeAsync(2), Is.Empty);
    }

    [Test]
    public async Task Each_item_is_taken_by_only_one_of_several_concurrent_callers()
    {
        for (var n = 0; n < 30; n++)
            await AddAsync($"{n}", $"room-{n}");

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => TakeAsync(4)))
        );

        var ids = taken.SelectMany(some => some).Select(item => item.Id).ToList();
        Assert.That(ids, Is.Unique);
        Assert.That(ids, Has.Count.EqualTo(30));
    }

    [Test]
    public async Task An_item_that_is_not_completed_is_taken_again_when_its_lease_ends()
    {
        await AddAsync("1");
        var lost = await TakeOneAsync();
        Assert.That(lost.Attempt, Is.EqualTo(1));

        Installation.Clock.Advance(Policy.Lease - AMillisecond);
        Assert.That(await TakeAsync(), Is.Empty);
        Installation.Clock.Advance(AMillisecond);

        Assert.That(await TakeOneAsync(), Is.EqualTo(lost with { Attempt = 2 }));
    }

    [Test]
    public async Task A_node_that_has_lost_its_lease_cannot_change_the_item()
    {
        await AddAsync("1");
        var late = await TakeOneAsync();
        Installation.Clock.Advance(Policy.Lease);
        var current = await TakeOneAsync();

        await CompleteAsync(late);
        await PutBackAsync(late);

        var item = (await ItemsAsync()).Single();
        Assert.That(
            (item.State, item.LastFailure),
            Is.EqualTo((QueueItemState.Waiting, (string?)null))
        );
        Installation.Clock.Advance(Policy.Lease - AMillisecond);
        Assert.That(await TakeAsync(), Is.Empty);
        await CompleteAsync(current);
        Assert.That((await ItemsAsync()).Single().State, Is.EqualTo(QueueItemState.Completed));
    }

    [Test]
    public async Task An_item_whose_lease_is_prolonged_is_not_taken_by_another_node()
    {
        await AddAsync("1");
        var taken = await TakeOneAsync();
        for (var renewal = 0; renewal < 9; renewal++)
        {
            Installation.Clock.Advance(Policy.Lease / 3);
            Assert.That(await ProlongAsync(taken), Is.True);
            Assert.That(await TakeAsync(), Is.Empty);
        }

        Installation.Clock.Advance(Policy.Lease);
        Assert.That(await TakeAsync(), Has.Count.EqualTo(1));
        Assert.That(await ProlongAsync(taken), Is.False, "another node has it");
    }

    [Test]
    public async Task The_lease_of_a_completed_item_cannot_be_prolonged()
    {
        await AddAsync("1");
        var taken = await TakeOneAsync();
        await CompleteAsync(taken);

        Assert.That(await ProlongAsync(taken), Is.False);
    }

    [Test]
    public async Task A_failed_item_is_retried_after_growing_pauses()
    {
        await AddAsync("1");
        foreach (var (pause, index) in Policy.Pauses.Select((pause, index) => (pause, index)))
        {
            var taken = await TakeOneAsync();
            Assert.That(taken.Attempt, Is.EqualTo(index + 1));
            await PutBackAsync(taken, $"failure {index}");

            Installation.Clock.Advance(pause - AMillisecond);
            Assert.That(await TakeAsync(), Is.Empty, $"attempt {taken.Attempt}");
            Assert.That((await ItemsAsync()).Single().LastFailure, Is.EqualTo($"failure {index}"));
            Installation.Clock.Advance(AMillisecond);
        }

        await CompleteAsync(await TakeOneAsync());
        Assert.That((await ItemsAsync()).Single().LastFailure, Is.Null);
    }

    /// <summary>The values of a damaged row, as columns of the table can hold them.</summary>
    [TestCase("\"AddedAt\" = 4611686018427387904")]
    [TestCase("\"AddedAt\" = -4611686018427387904")]
    [TestCase("\"DueAt\" = 4611686018427387904", false)]
    [TestCase("\"DueAt\" = -4611686018427387904")]
    [TestCase("\"Attempts\" = -5")]
    [TestCase("\"State\" = 'Postponed'", false)]
    [TestCase("\"State\" = '7'", false)]
    public async Task A_damaged_item_does_not_hold_up_the_others(string damage, bool isTaken = true)
    {
        await AddAsync("1", "damaged");
        var statement = $"UPDATE \"QueueItems\" SET {damage}";
        await Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlRawAsync(statement, Ct)
        );
        await AddAsync("2", "other");

        var taken = await TakeAsync();
        foreach (var item in taken)
            await PutBackAsync(item);

        Assert.That(
            taken.Select(RoomOf),
            Is.EquivalentTo(isTaken ? ["damaged", "other"] : new[] { "other" })
        );
        Assert.That(
            (await ItemsAsync()).Count(item => item.LastFailure is not null),
            Is.EqualTo(taken.Count)
        );
    }

    [Test]
    public async Task A_completed_item_is_kept_for_some_time()
    {
        await AddAsync("1");
        await CompleteAsync(await TakeOneAsync());

        Installation.Clock.Advance(Policy.KeepCompleted);
        await SweepAsync();
        Assert.That(await ItemsAsync(), Has.Count.EqualTo(1));
        Installation.Clock.Advance(AMillisecond);
        await SweepAsync();
        Assert.That(await ItemsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_wait_ends_when_this_node_adds_an_item_during_or_before_the_wait()
    {
        var waiting = WaitAsync(Ct);
        Assert.That(waiting.IsCompleted, Is.False);
        await AddAsync("1");
        await waiting.WaitAsync(Bound);

        await AddAsync("2");
        await WaitAsync(Ct).WaitAsync(Bound);
    }

    [Test]
    public async Task A_wait_ends_after_its_maximum_time_if_only_a_known_item_is_added()
    {
        await AddAsync("1");
        await WaitAsync(Ct).WaitAsync(Bound);
        await AddAsync("1");

        var waiting = WaitAsync(Ct);
        Installation.Clock.Advance(TimeSpan.FromSeconds(1) - AMillisecond);
        Assert.That(waiting.IsCompleted, Is.False);
        Installation.Clock.Advance(AMillisecond);
        await waiting.WaitAsync(Bound);
    }

    [Test]
    public async Task A_wait_ends_when_the_node_stops()
    {
        using var stopping = new CancellationTokenSource();
        var waiting = WaitAsync(stopping.Token);
        await stopping.CancelAsync();
        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    /// <param name="cause">Identifies the item: a cause adds one item only.</param>
    protected abstract Task AddAsync(string cause, string room = "daily-abc");

    protected abstract string RoomOf(Leased<T> taken);

    protected Task<IReadOnlyList<Leased<T>>> TakeAsync(int maxItems = Plenty) =>
        Installation.CallAsync<ILeasedQueue<T>, IReadOnlyList<Leased<T>>>(queue =>
            queue.TakeAsync(maxItems, Ct)
        );

    protected async Task<Leased<T>> TakeOneAsync() => (await TakeAsync(1)).Single();

    private Task<bool> ProlongAsync(Leased<T> taken) =>
        Installation.CallAsync<ILeasedQueue<T>, bool>(queue => queue.ProlongAsync(taken, Ct));

    protected Task CompleteAsync(Leased<T> taken) =>
        Installation.CallAsync<ILeasedQueue<T>>(queue => queue.CompleteAsync(taken, Ct));

    protected Task PutBackAsync(Leased<T> taken, string failure = "failed") =>
        Installation.CallAsync<ILeasedQueue<T>>(queue => queue.PutBackAsync(taken, failure, Ct));

    protected Task SweepAsync() =>
        Installation.CallAsync<ILeasedQueue<T>>(queue => queue.SweepAsync(Ct));

    private protected Task<List<QueueItem>> ItemsAsync() =>
        Installation.CallAsync<MeetDbContext, List<QueueItem>>(database =>
            database.QueueItems.ToListAsync(Ct)
        );

    private Task WaitAsync(CancellationToken ct) =>
        Installation.CallAsync<ILeasedQueue<T>>(queue =>
            queue.WaitAsync(TimeSpan.FromSeconds(1), ct)
        );
}
