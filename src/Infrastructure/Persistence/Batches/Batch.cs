using System.Collections.Concurrent;
using System.Diagnostics;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// Combines the questions of concurrent requests into one statement, which costs hardly more than the statement for one request. While
/// a batch runs, the next one collects questions, so no question waits for others to arrive, and no answer is older than its question.
/// With batches, 32 clients got 3.0 times as many participant tokens a second as without; a single client gains nothing.
/// </summary>
/// <param name="open">Opens a context, which is kept between batches. A failure closes it.</param>
internal abstract class Batch<TQuestion, TAnswer>(Func<MeetDbContext> open)
    : IThreadPoolWorkItem,
        IAsyncDisposable
{
    /// <summary>A larger statement would not cost less per question.</summary>
    private const int MaxSize = 100;

    /// <summary>A statement that fails after this time has failed because the database did not answer, whatever was asked.</summary>
    private static readonly TimeSpan Unanswered = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Asked> _waiting = new();
    private int _isUnderWay;

    /// <summary>Kept between batches, because opening a context costs more than a statement.</summary>
    private MeetDbContext? _database;

    /// <summary>Fails if the whole batch fails. Cancellation by one caller does not cancel the batch for the others.</summary>
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
        if (_database is not { } kept)
            return;
        _database = null;
        await kept.DisposeAsync();
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
            // Another batch may already have taken the question.
            if (TakeWaiting() is { Count: > 0 } batch)
                await AnswerAsync(batch);
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
            // Queued behind waiting work, which may add questions to the next batch.
            if (!_waiting.IsEmpty && TryStart())
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task AnswerAsync(List<Asked> batch)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answers = await AnswerAsync(
                _database ??= open(),
                [.. batch.Select(asked => asked.Question)]
            );
            for (var i = 0; i < batch.Count; i++)
                batch[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception failed)
        {
            // Set before closing, because closing may fail too.
            batch.ForEach(asked => asked.Answer.TrySetException(failed));
            // Whoever waits for a database that does not answer is not made to wait for it once more.
            if (Stopwatch.GetElapsedTime(started) >= Unanswered)
            {
                while (_waiting.TryDequeue(out var asked))
                    asked.Answer.TrySetException(failed);
            }

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
