namespace OpenViduMeet.Infrastructure.Persistence.Changes;

/// <summary>
/// Tells the nodes of each other's changes, so that they need not ask the database each time. What must hold at once is not left to it: a
/// message can be lost.
/// </summary>
internal interface IChangeFeed
{
    /// <summary>Whether this node has heard of every change until about a second ago.</summary>
    bool IsLive { get; }

    /// <summary>Tells the other nodes. Returns at once, and does nothing if they cannot be told.</summary>
    /// <param name="topic">A word.</param>
    /// <param name="message">At most 7,000 bytes.</param>
    void Publish(string topic, string message);

    /// <param name="onChange">
    /// Called with each message of another node, and with <see langword="null"/> if messages may have been missed: at once, after each new
    /// connection, and every second without one. Must not block.
    /// </param>
    void Subscribe(string topic, Action<string?> onChange);
}

/// <summary>The feed of a node that is alone: all changes are its own.</summary>
internal sealed class NoOtherNodes : IChangeFeed
{
    public bool IsLive => true;

    public void Publish(string topic, string message) { }

    public void Subscribe(string topic, Action<string?> onChange) { }
}
