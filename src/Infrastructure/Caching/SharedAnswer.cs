using System.Globalization;

namespace OpenViduMeet.Infrastructure.Caching;

/// <summary>
/// Asks a dependency for a limited time, and shares the answer for a while, so that however many ask for it put no load on the dependency,
/// and none waits longer than the limit.
/// </summary>
/// <param name="lifetime">How long an answer is shared, from its question on.</param>
/// <param name="bound">How long the dependency may take.</param>
internal sealed class SharedAnswer<T>(TimeSpan lifetime, TimeSpan bound, TimeProvider clock)
    where T : class
{
    private readonly Lock _lock = new();

    private Task<T>? _answer;
    private long _askedAt;

    /// <summary>The last question. One that ignores its cancellation goes on after its time; no second one is asked beside it.</summary>
    private Task<T>? _question;

    /// <param name="ask">Asks the dependency. It may block its thread.</param>
    /// <param name="conclude">Makes the answer that is shared. Called once for each question, also if it failed.</param>
    public Task<T> GetAsync(Func<CancellationToken, Task<T>> ask, Func<Asked<T>, T> conclude)
    {
        lock (_lock)
        {
            // A question that takes longer than its answer is shared must not be asked by each caller.
            if (
                _answer is null
                || (_answer.IsCompleted && clock.GetElapsedTime(_askedAt) >= lifetime)
            )
            {
                _askedAt = clock.GetTimestamp();
                _answer = AskAsync(ask, conclude);
            }

            return _answer;
        }
    }

    private async Task<T> AskAsync(Func<CancellationToken, Task<T>> ask, Func<Asked<T>, T> conclude)
    {
        using var time = new CancellationTokenSource(bound);
        var ct = time.Token;
        var started = TimeProvider.System.GetTimestamp();
        // On another thread, because SQLite and file calls block the calling thread.
        if (_question is null or { IsCompleted: true })
            _question = Task.Run(() => ask(ct), CancellationToken.None);
        T? answer = null;
        string? cause = null;
        try
        {
            answer = await _question.WaitAsync(ct);
        }
        catch (Exception failed)
        {
            cause = ct.IsCancellationRequested
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"No answer within {bound.TotalSeconds:0} s"
                )
                : failed.GetType().Name;
        }

        return conclude(new(answer, cause ?? "", TimeProvider.System.GetElapsedTime(started)));
    }
}

/// <summary>What became of a question.</summary>
/// <param name="Answer">The answer; <see langword="null"/> if there is none.</param>
/// <param name="Cause">Why there is none. Holds no text from outside.</param>
/// <param name="Took">How long it took.</param>
internal sealed record Asked<T>(T? Answer, string Cause, TimeSpan Took)
    where T : class;
