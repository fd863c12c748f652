namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>An item of a leased queue, kept for some time after it was completed or given up.</summary>
internal sealed class QueueItem
{
    /// <summary>Of two items, the one that was added earlier has the lower.</summary>
    public long Sequence { get; init; }

    /// <summary>The name of the queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Unique in the queue.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of item it is, for people and lists.</summary>
    public required string Kind { get; init; }

    /// <summary>What the item is about, or <see langword="null"/> if it need not wait for others about the same.</summary>
    public string? Subject { get; init; }

    /// <summary>As the queue wrote it. May hold secrets.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public QueueItemState State { get; init; }

    /// <summary>How often it has been taken.</summary>
    public int Attempts { get; init; }

    /// <summary>Not to be taken before. While it is taken, the end of the lease.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Why the last attempt failed, for people.</summary>
    public string? LastFailure { get; init; }

    /// <summary>The HTTP status that answered the last attempt, where HTTP was spoken.</summary>
    public int? LastStatus { get; init; }
}

internal enum QueueItemState
{
    /// <summary>To be processed, or being processed.</summary>
    Waiting,

    Completed,

    /// <summary>Not to be processed any more.</summary>
    GivenUp,
}
