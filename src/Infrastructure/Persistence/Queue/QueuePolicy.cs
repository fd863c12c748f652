namespace OpenViduMeet.Infrastructure.Persistence.Queue;

/// <summary>The settings of a <see cref="LeasedQueue{T}"/>.</summary>
/// <param name="Name">The queue's name. It must not change, because the items in the database hold it.</param>
/// <param name="Pauses">The pauses after the first failure, the second, and so on. The last pause applies to all later failures.</param>
internal sealed record QueuePolicy(string Name, IReadOnlyList<TimeSpan> Pauses)
{
    /// <summary>How long after the death of a node another node can take its items.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How many items may wait. Further items are refused.</summary>
    public int Capacity { get; init; } = int.MaxValue;

    /// <summary>How often an item is taken before it is given up.</summary>
    public int MaxAttempts { get; init; } = int.MaxValue;

    /// <summary>The age at which an item is given up, or <see langword="null"/> for no limit.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>How long a completed item is kept after its completion.</summary>
    public required TimeSpan KeepCompleted { get; init; }

    /// <summary>The age at which an item that was given up is deleted, or <see langword="null"/> to keep it.</summary>
    public TimeSpan? KeepGivenUp { get; init; }
}
