namespace OpenViduMeet.Domain.Queues;

/// <summary>
/// Items that wait to be processed. They survive a restart, and all nodes share them. A node takes an item under a lease. If the node
/// has not completed the item, put it back or prolonged its lease when the lease ends, the item can be taken again. So each item is processed at least
/// once.
/// </summary>
public interface ILeasedQueue<T>
{
    /// <summary>
    /// Takes items that are due, those due the longest first. Of several waiting items about one subject, only the oldest is taken.
    /// </summary>
    Task<IReadOnlyList<Leased<T>>> TakeAsync(int maxItems, CancellationToken ct);

    /// <summary>How often the lease of an item must be prolonged while it is processed.</summary>
    TimeSpan LeaseRenewal { get; }

    /// <summary>Prolongs the lease of an item.</summary>
    /// <returns><see langword="false"/> if the item has been taken again or given up in the meantime.</returns>
    Task<bool> ProlongAsync(Leased<T> taken, CancellationToken ct);

    /// <summary>Marks an item as processed. Does nothing if the item has been taken again in the meantime.</summary>
    Task CompleteAsync(Leased<T> taken, CancellationToken ct);

    /// <summary>
    /// Puts an item back, to be taken again after a pause that grows with each attempt, or gives it up after the last attempt. Does
    /// nothing if the item has been taken again in the meantime.
    /// </summary>
    /// <param name="failure">What failed, for operators.</param>
    Task PutBackAsync(Leased<T> taken, string failure, CancellationToken ct);

    /// <summary>Waits until there may be an item to take, or until the time has passed.</summary>
    Task WaitAsync(TimeSpan longest, CancellationToken ct);

    /// <summary>Gives up items that have waited too long, and deletes items that were completed or given up long ago.</summary>
    Task SweepAsync(CancellationToken ct);
}

/// <summary>An item that a node has taken.</summary>
/// <param name="Attempt">The number of the attempt, from 1.</param>
public sealed record Leased<T>(string Id, T Item, int Attempt)
{
    /// <summary>Leaves out the item, which may hold secrets: the text of a record may be logged.</summary>
    public override string ToString() => $"{Id}, attempt {Attempt}";
}
