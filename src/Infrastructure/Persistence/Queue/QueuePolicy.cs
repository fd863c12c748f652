namespace OpenViduMeet.Infrastructure.Persistence.Queue;

/// <summary>What one <see cref="LeasedQueue{T}"/> does differently from another.</summary>
/// <param name="Name">Never changes: the items in the database carry it.</param>
/// <param name="Pauses">After the first failure, the second, and so on; the last one holds for all later ones.</param>
internal sealed record QueuePolicy(string Name, IReadOnlyList<TimeSpan> Pauses)
{
    /// <summary>How long a node may take over an item before another takes it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many items may wait: more are refused.</summary>
    public int Capacity { get; init; } = int.MaxValue;

    /// <summary>How often an item is taken before it is given up.</summary>
    public int MaxAttempts { get; init; } = int.MaxValue;

    /// <summary>How long after it was added an item is given up, or <see langword="null"/> if its age does not matter.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>How long after its completion an item is kept.</summary>
    public required TimeSpan KeepCompleted { get; init; }

    /// <summary>How long after it was added an item that was given up is kept, or <see langword="null"/> if it stays until somebody looks.</summary>
    public TimeSpan? KeepGivenUp { get; init; }
}
