using System.Collections.Concurrent;

namespace OpenViduMeet.Infrastructure;

/// <summary>Keeps what is costly to make and good for a while, such as signatures. Never grows beyond a bound.</summary>
/// <param name="lifetime">How long a value is used again.</param>
internal sealed class ExpiringCache<TKey, TValue>(TimeSpan lifetime, TimeProvider clock)
    where TKey : notnull
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset GoodUntil)> _kept =
        new();

    public TValue GetOrMake(TKey key, Func<TKey, TValue> make)
    {
        var now = clock.GetUtcNow();
        if (_kept.TryGetValue(key, out var kept) && now < kept.GoodUntil)
            return kept.Value;

        // Keys come and go: what is not asked for any more must not stay for ever.
        if (_kept.Count >= MaxKept)
            _kept.Clear();
        var value = make(key);
        _kept[key] = (value, now + lifetime);
        return value;
    }
}
