namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>An item of a leased queue, kept for some time after it was completed or given up.</summary>
internal sealed class QueueItem
{
    /// <summary>The order of addition: an earlier item has a lower number.</summary>
    public long Sequence { get; init; }

    /// <summary>The name of the queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Unique in the queue.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of the item, for logs and lists.</summary>
    public required string Kind { get; init; }

    /// <summary>What the item is about; <see langword="null"/> if it does not wait for other items.</summary>
    public string? Subject { get; init; }

    /// <summary>The item as the queue serialized it. May hold secrets.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public QueueItemState State { get; init; }

    /// <summary>How often the item was taken.</summary>
    public int Attempts { get; init; }

    /// <summary>The earliest time to take the item; the end of the lease while it is taken.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Why the last attempt failed, for operators.</summary>
    public string? LastFailure { get; init; }

    /// <summary>The HTTP status of the last attempt's response, for queues that use HTTP.</summary>
    public int? LastStatus { get; init; }
}

internal enum QueueItemState
{
    /// <summary>The item waits to be processed, or is being processed.</summary>
    Waiting,

    Completed,

    /// <summary>The item is not processed any more.</summary>
    GivenUp,
}
