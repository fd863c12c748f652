using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Caching;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>
/// Verifies API keys. All created keys are read at once, at most once a second: they are few, and so wrong keys cost no statement, however
/// many there are. A removed key is refused within that second on every node, whether or not nodes hear of each other.
/// </summary>
internal sealed partial class ApiKeyVerifier(
    UserOptions users,
    IMeetDatabase meet,
    BackgroundWrites writes,
    TimeProvider clock,
    ILogger<ApiKeyVerifier> logger
) : IApiKeyVerifier, IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    /// <summary>How often the last use of a key is written, on all nodes together.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);

    private Known? _known;

    /// <summary>How often the keys were forgotten.</summary>
    private int _forgotten;

    /// <summary>The last failure to read the keys, which holds for a moment. Guarded by <see cref="_turn"/>.</summary>
    private (ExceptionDispatchInfo Exception, DateTimeOffset Until)? _failure;

    public bool HasConfiguredKey => users.ApiKey is not null;

    public async ValueTask<ApiKeyGrant?> VerifyAsync(string given, CancellationToken ct)
    {
        if (users.ApiKey is { } configured && Secrets.AreSame(configured, given))
            return ApiKeyGrant.Configured;

        if (ApiKeyText.Read(given) is not { } text)
            return null;

        var known = await GetAsync(ct);
        var now = clock.GetUtcNow();
        if (!known.Keys.TryGetValue(text.Id, out var key) || !key.Accepts(text, now))
            return null;

        NoteUse(key, known, now);
        return key.Grant;
    }

    /// <summary>Requires the keys to be read again, because this node has changed them.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        Volatile.Write(ref _known, null);
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask<Known> GetAsync(CancellationToken ct)
    {
        if (Current() is { } current)
            return current;

        await _turn.WaitAsync(ct);
        try
        {
            if (Current() is { } readMeanwhile)
                return readMeanwhile;
            // Those who waited meanwhile must not each wait for a database that does not answer.
            if (_failure is { } failed && clock.GetUtcNow() < failed.Until)
                failed.Exception.Throw();

            return await ReadAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Known> ReadAsync(CancellationToken ct)
    {
        try
        {
            var (asOf, forgotten) = (clock.GetUtcNow(), Volatile.Read(ref _forgotten));
            await using var database = meet.Open();
            var keys = await database.ApiKeys.ToListAsync(ct);
            var read = new Known(keys.ToFrozenDictionary(key => key.Id), asOf + Lifetime);
            Volatile.Write(ref _known, read);
            // What was forgotten meanwhile may have been read before it changed.
            if (forgotten != Volatile.Read(ref _forgotten))
                Volatile.Write(ref _known, null);
            return read;
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            _failure = (ExceptionDispatchInfo.Capture(failed), clock.GetUtcNow() + Lifetime);
            throw;
        }
    }

    private Known? Current() =>
        Volatile.Read(ref _known) is { } known && clock.GetUtcNow() < known.GoodUntil
            ? known
            : null;

    /// <summary>Notes the use on another thread, so that no request waits for it.</summary>
    private void NoteUse(ApiKey key, Known known, DateTimeOffset now)
    {
        if (!(key.LastUsedAt + UseInterval > now) && known.Noted.TryAdd(key.Id, now))
            writes.TryStart(key.Id, () => WriteUseAsync(key.Id, now));
    }

    private async Task WriteUseAsync(ApiKeyId id, DateTimeOffset now)
    {
        try
        {
            var before = now - UseInterval;
            await using var database = meet.Open();
            await database
                .ApiKeys.Where(key =>
                    key.Id == id && (key.LastUsedAt == null || key.LastUsedAt <= before)
                )
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.LastUsedAt, now));
        }
        catch (Exception failed)
        {
            LogNotNoted(id, failed.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The last use of API key {Id} could not be saved: {Cause}")]
    private partial void LogNotNoted(ApiKeyId id, string cause);

    private sealed record Known(FrozenDictionary<ApiKeyId, ApiKey> Keys, DateTimeOffset GoodUntil)
    {
        /// <summary>The keys whose use was noted since they were read.</summary>
        public ConcurrentDictionary<ApiKeyId, DateTimeOffset> Noted { get; } = [];
    }
}
