using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// Asks the database together what many requests ask at the same time: one statement then costs hardly more than for one of them.
/// While a batch is under way the next one gathers, so nobody waits for others to come, and no answer is older than its question.
/// </summary>
internal abstract class Batch<TQuestion, TAnswer>(IServiceScopeFactory scopes)
    : IThreadPoolWorkItem,
        IAsyncDisposable
{
    /// <summary>More parameters in one statement would not make it any cheaper for each.</summary>
    private const int MaxSize = 100;

    private readonly ConcurrentQueue<Asked> _waiting = new();
    private int _isUnderWay;

    /// <summary>Kept from batch to batch, since opening a connection costs more than a statement; a failure ends it.</summary>
    private AsyncServiceScope? _scope;

    /// <summary>Fails as the whole batch fails. A caller that does not wait any longer does not end it for the others.</summary>
    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken ct)
    {
        var asked = new Asked(question);
        _waiting.Enqueue(asked);
        if (TryStart())
            _ = RunAsync();
        return asked.Answer.Task.WaitAsync(ct);
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    public async ValueTask DisposeAsync()
    {
        if (_scope is not { } open)
            return;
        _scope = null;
        await open.DisposeAsync();
    }

    /// <returns>The answers, in the order of the questions.</returns>
    protected abstract Task<IReadOnlyList<TAnswer>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<TQuestion> questions
    );

    private bool TryStart() => Interlocked.Exchange(ref _isUnderWay, 1) == 0;

    private async Task RunAsync()
    {
        try
        {
            // Another batch may have taken the question for which this one was started.
            if (TakeWaiting() is { Count: > 0 } batch)
                await AnswerAsync(batch);
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
            // Behind the work that waits already, some of which may belong to the next batch.
            if (!_waiting.IsEmpty && TryStart())
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task AnswerAsync(List<Asked> batch)
    {
        try
        {
            var scope = _scope ??= scopes.CreateAsyncScope();
            var answers = await AnswerAsync(
                scope.ServiceProvider.GetRequiredService<MeetDbContext>(),
                [.. batch.Select(asked => asked.Question)]
            );
            for (var i = 0; i < batch.Count; i++)
                batch[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception failed)
        {
            // First of all, since what has failed may fail once more when it is closed.
            batch.ForEach(asked => asked.Answer.TrySetException(failed));
            await DisposeAsync();
        }
    }

    private List<Asked> TakeWaiting()
    {
        var batch = new List<Asked>();
        while (batch.Count < MaxSize && _waiting.TryDequeue(out var asked))
            batch.Add(asked);
        return batch;
    }

    private sealed record Asked(TQuestion Question)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
