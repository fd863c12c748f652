using Microsoft.Extensions.Caching.Memory;

namespace OpenViduMeet.Infrastructure.Caching;

/// <summary>Keeps what is costly to make and good for a while, such as signatures. Never grows beyond a bound.</summary>
/// <remarks>
/// A <see cref="MemoryCache"/>, which frees what has expired and what is too many by the system's clock. It knows no
/// <see cref="TimeProvider"/>, so each value carries its own end.
/// </remarks>
/// <param name="lifetime">How long a value is used again.</param>
public sealed class ExpiringCache<TKey, TValue>(TimeSpan lifetime, TimeProvider clock) : IDisposable
    where TKey : notnull
    where TValue : class
{
    private const int MaxKept = 10_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxKept });

    /// <returns>What is kept and still good, or <see langword="null"/>.</returns>
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

    /// <param name="noLongerThan">When the value itself ceases to be good, if that may be sooner than its lifetime here.</param>
    public void Keep(TKey key, TValue value, DateTimeOffset? noLongerThan = null)
    {
        var goodUntil = clock.GetUtcNow() + lifetime;
        _kept.Set(
            key,
            new Kept(value, noLongerThan < goodUntil ? noLongerThan.Value : goodUntil),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime }
        );
    }

    public void Remove(TKey key) => _kept.Remove(key);

    public void Dispose() => _kept.Dispose();

    private sealed record Kept(TValue Value, DateTimeOffset GoodUntil);
}
