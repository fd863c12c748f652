namespace OpenViduMeet.Infrastructure.Caching;

/// <summary>
/// Writes of this process on other threads, at most one at a time for each key, so that no request waits for them. Disposing waits for all,
/// because the database is closed afterwards.
/// </summary>
internal sealed class BackgroundWrites : IAsyncDisposable
{
    /// <summary>By the keys, whose types tell the writes of different classes apart.</summary>
    private readonly Dictionary<object, Task> _running = [];
    private readonly Lock _lock = new();

    /// <summary>Starts a write, unless one for the key is running.</summary>
    /// <param name="write">Must not fail.</param>
    public void TryStart<TKey>(TKey key, Func<Task> write)
        where TKey : notnull
    {
        lock (_lock)
        {
            // On another thread, because SQLite blocks its thread while it waits for a lock.
            if (!_running.ContainsKey(key))
                _running[key] = Task.Run(() => RunAsync(key, write));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_lock)
            running = [.. _running.Values];
        await Task.WhenAll(running);
    }

    private async Task RunAsync(object key, Func<Task> write)
    {
        try
        {
            await write();
        }
        finally
        {
            lock (_lock)
                _running.Remove(key);
        }
    }
}
