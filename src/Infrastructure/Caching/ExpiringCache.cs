using System.Collections.Concurrent;

namespace OpenViduMeet.Infrastructure.Caching;

/// <summary>Keeps what is costly to make and good for a while, such as signatures. Never grows beyond a bound.</summary>
/// <param name="lifetime">How long a value is used again.</param>
public sealed class ExpiringCache<TKey, TValue>(TimeSpan lifetime, TimeProvider clock)
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

    /// <param name="noLongerThan">When the value itself ceases to be good, if that may be sooner than its lifetime here.</param>
    public void Keep(TKey key, TValue value, DateTimeOffset? noLongerThan = null)
    {
        // Keys come and go: what is not asked for any more must not stay for ever.
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        var goodUntil = clock.GetUtcNow() + lifetime;
        _kept[key] = (value, noLongerThan < goodUntil ? noLongerThan.Value : goodUntil);
    }

    public void Remove(TKey key) => _kept.TryRemove(key, out _);
}
