namespace OpenViduMeet.Domain.Queues;

/// <summary>
/// Items that wait to be processed, kept where they survive a restart and shared by all nodes. A node takes an item under a lease;
/// if it has neither completed it nor put it back when the lease ends, the item can be taken again. So each item is processed
/// at least once.
/// </summary>
public interface ILeasedQueue<T>
{
    /// <summary>Takes items that are due, those that have been due for longest first. Of items about one subject, only the oldest is ever taken.</summary>
    Task<IReadOnlyList<Leased<T>>> TakeAsync(int maxItems, CancellationToken ct);

    /// <summary>Marks an item as processed. Does nothing if the item has been taken again meanwhile.</summary>
    Task CompleteAsync(Leased<T> taken, CancellationToken ct);

    /// <summary>
    /// Puts an item back, to be taken after a pause that grows with each attempt, or gives it up if this was the last attempt. Does
    /// nothing if the item has been taken again meanwhile.
    /// </summary>
    /// <param name="failure">What failed, for people.</param>
    Task PutBackAsync(Leased<T> taken, string failure, CancellationToken ct);

    /// <summary>Waits until there may be something to take, or until some time has passed.</summary>
    Task WaitAsync(TimeSpan longest, CancellationToken ct);

    /// <summary>Gives up items that have waited for too long, and deletes items that were completed or given up long ago.</summary>
    Task SweepAsync(CancellationToken ct);
}

/// <summary>An item that a node has taken.</summary>
/// <param name="Attempt">From 1.</param>
public sealed record Leased<T>(string Id, T Item, int Attempt)
{
    /// <summary>Without the item, which may hold secrets: a record's text ends up in logs.</summary>
    public override string ToString() => $"{Id}, attempt {Attempt}";
}
