using System.Collections.Concurrent;
using OpenViduMeet.Domain.Dependencies;

namespace OpenViduMeet.WebApi.Pages;

/// <param name="IsEssential">Whether the server is of no use without it.</param>
/// <param name="Answers">Whether it answered, and in time.</param>
internal sealed record DependencyState(
    string Purpose,
    string Description,
    bool IsEssential,
    bool Answers
);

/// <summary>
/// Which dependencies answer. They are asked once for everybody who wants to know within a few seconds: a page that anybody may open
/// must not become a load on them.
/// </summary>
internal sealed partial class DependencyStates(
    IServiceProvider services,
    TimeProvider clock,
    ILogger<DependencyStates> logger
)
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();

    /// <summary>Checks that have not ended: one that blocks is not begun a second time.</summary>
    private readonly ConcurrentDictionary<Type, Task<bool>> _pending = new();

    private Task<DependencyState[]>? _asked;
    private long _askedAt;

    public Task<DependencyState[]> GetAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_asked is null || clock.GetElapsedTime(_askedAt) >= GoodFor)
            {
                _askedAt = clock.GetTimestamp();
                _asked = Task.WhenAll(services.GetServices<IDependency>().Select(AskAsync));
            }

            return _asked.WaitAsync(ct);
        }
    }

    private async Task<DependencyState> AskAsync(IDependency dependency)
    {
        using var patience = new CancellationTokenSource(Patience);
        // On a thread of its own: SQLite and files know no waiting without one.
        var check = _pending.GetOrAdd(
            dependency.GetType(),
            _ => Task.Run(() => dependency.AnswersAsync(patience.Token), CancellationToken.None)
        );
        var answers = false;
        try
        {
            answers = await check.WaitAsync(patience.Token);
        }
        catch (Exception failed)
        {
            LogNoAnswer(dependency.Purpose, failed.GetType().Name);
        }

        if (check.IsCompleted)
            _pending.TryRemove(dependency.GetType(), out _);
        return new DependencyState(
            dependency.Purpose,
            dependency.Description,
            dependency.IsEssential,
            answers
        );
    }

    [LoggerMessage(LogLevel.Warning, "{Purpose} does not answer: {Cause}")]
    private partial void LogNoAnswer(string purpose, string cause);
}
