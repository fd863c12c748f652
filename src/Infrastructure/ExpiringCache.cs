using System.Collections.Concurrent;

namespace OpenViduMeet.Infrastructure;

/// <summary>Keeps what is costly to make and good for a while, such as signatures. Never grows beyond a bound.</summary>
/// <param name="lifetime">How long a value is used again.</param>
internal sealed class ExpiringCache<TKey, TValue>(TimeSpan lifetime, TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset GoodUntil)> _kept =
        new();

    /// <returns>What is kept and still good, or <see langword="null"/>.</returns>
    public TValue? Find(TKey key) =>
        _kept.TryGetValue(key, out var kept) && clock.GetUtcNow() < kept.GoodUntil
            ? kept.Value
            : null;

    public TValue GetOrMake(TKey key, Func<TKey, TValue> make)
    {
        if (Find(key) is { } known)
            return known;

        var value = make(key);
        Keep(key, value);
        return value;
    }

    public void Keep(TKey key, TValue value)
    {
        // Keys come and go: what is not asked for any more must not stay for ever.
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        _kept[key] = (value, clock.GetUtcNow() + lifetime);
    }

    public void Remove(TKey key) => _kept.TryRemove(key, out _);
}
