using Microsoft.Extensions.Caching.Memory;

namespace OpenViduMeet.Infrastructure.Caching;

/// <summary>Caches values that are costly to make and valid for some time, such as signatures. Its size is bounded.</summary>
/// <remarks>
/// A <see cref="MemoryCache"/> frees expired and surplus values by the system's clock. It does not use <see cref="TimeProvider"/>, so each
/// entry holds its own expiry.
/// </remarks>
/// <param name="lifetime">How long a value is reused.</param>
public sealed class ExpiringCache<TKey, TValue>(TimeSpan lifetime, TimeProvider clock) : IDisposable
    where TKey : notnull
    where TValue : class
{
    private const int MaxKept = 10_000;

    /// <summary>The share of the entries that is removed when the cache is full, the least recently used first.</summary>
    private const double RemovedWhenFull = 0.25;

    private readonly MemoryCache _kept = new(
        new MemoryCacheOptions
        {
            SizeLimit = MaxKept,
            ExpirationScanFrequency = TimeSpan.FromSeconds(1),
        }
    );

    /// <returns>The cached value if it is still valid; otherwise <see langword="null"/>.</returns>
    public TValue? Find(TKey key) =>
        _kept.TryGetValue(key, out Kept? kept) && clock.GetUtcNow() < kept!.GoodUntil
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

    /// <param name="noLongerThan">When the value itself expires, if that may be before the end of its lifetime in the cache.</param>
    public void Keep(TKey key, TValue value, DateTimeOffset? noLongerThan = null)
    {
        // A full cache refuses new entries, and makes room only later.
        if (_kept.Count >= MaxKept)
            _kept.Compact(RemovedWhenFull);

        var goodUntil = clock.GetUtcNow() + lifetime;
        _kept.Set(
            key,
            new Kept(value, noLongerThan < goodUntil ? noLongerThan.Value : goodUntil),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime }
        );
    }

    public void Remove(TKey key) => _kept.Remove(key);

    public void Clear() => _kept.Clear();

    public void Dispose() => _kept.Dispose();

    private sealed record Kept(TValue Value, DateTimeOffset GoodUntil);
}
