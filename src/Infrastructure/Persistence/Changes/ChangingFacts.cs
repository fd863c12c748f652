using OpenViduMeet.Domain.Values;
using OpenViduMeet.Infrastructure.Caching;

namespace OpenViduMeet.Infrastructure.Persistence.Changes;

/// <summary>
/// Caches facts of the database for a few seconds, and forgets those that this node changes, at once, or another node, within a second.
/// </summary>
internal sealed class ChangingFacts<TKey, TValue> : IDisposable
    where TKey : class, IParsableValue<TKey>
    where TValue : class
{
    /// <summary>A longer lifetime saves little, and a shorter one has no benefit.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>How long a fact is cached while the changes of other nodes are not heard of.</summary>
    private static readonly TimeSpan LifetimeUnheard = TimeSpan.FromSeconds(1);

    private readonly string _topic;
    private readonly IChangeFeed _feed;
    private readonly TimeProvider _clock;
    private readonly Action<TKey?>? _onForgotten;
    private readonly ExpiringCache<TKey, TValue> _known;

    /// <summary>How often facts were removed from the cache.</summary>
    private int _forgotten;

    /// <param name="topic">The topic by which the nodes tell each other of changes.</param>
    /// <param name="onForgotten">
    /// Called when a fact has changed on any node, and with <see langword="null"/> if changes may have been missed. Must not block.
    /// </param>
    public ChangingFacts(
        string topic,
        IChangeFeed feed,
        TimeProvider clock,
        Action<TKey?>? onForgotten = null
    )
    {
        (_topic, _feed, _clock, _onForgotten) = (topic, feed, clock, onForgotten);
        _known = new(Lifetime, clock);
        feed.Subscribe(topic, Hear);
    }

    /// <summary>Returns the cached fact, or reads it. What is not found is read each time.</summary>
    public async Task<TValue?> FindAsync(TKey key, Func<Task<TValue?>> read)
    {
        if (_known.Find(key) is { } known)
            return known;

        var asOf = Volatile.Read(ref _forgotten);
        if (await read() is not { } fact)
            return null;

        Keep(key, fact);
        // What was forgotten meanwhile may have been read before it changed.
        if (asOf != Volatile.Read(ref _forgotten))
            _known.Remove(key);
        return fact;
    }

    public void Keep(TKey key, TValue fact) =>
        _known.Keep(
            key,
            fact,
            noLongerThan: _clock.GetUtcNow() + (_feed.IsLive ? Lifetime : LifetimeUnheard)
        );

    /// <summary>Forgets a fact on this node only.</summary>
    public void Remove(TKey key)
    {
        Interlocked.Increment(ref _forgotten);
        _known.Remove(key);
    }

    /// <summary>Forgets a fact on all nodes, because it has changed.</summary>
    public void Forget(TKey key)
    {
        Remove(key);
        _onForgotten?.Invoke(key);
        _feed.Publish(_topic, key.Text);
    }

    public void Dispose() => _known.Dispose();

    private void Hear(string? message)
    {
        if (message is null)
        {
            Interlocked.Increment(ref _forgotten);
            _known.Clear();
            _onForgotten?.Invoke(null);
        }
        else if (TKey.TryParse(message, out var key))
        {
            Remove(key);
            _onForgotten?.Invoke(key);
        }
    }
}
