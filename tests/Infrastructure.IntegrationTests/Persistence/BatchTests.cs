using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Batches;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class BatchTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private Doubling _batch = null!;

    private static CancellationToken Ct => CancellationToken.None;

    [SetUp]
    public void NewBatch() => _batch = new(() => new Context());

    [TearDown]
    public async Task EndBatchAsync() => await _batch.DisposeAsync();

    [Test]
    public async Task A_single_question_is_asked_immediately()
    {
        _batch.Let(1);
        Assert.That(await _batch.AskAsync(21, Ct), Is.EqualTo(42));
    }

    [Test]
    public async Task Questions_asked_during_a_batch_form_the_next_batch()
    {
        var first = _batch.AskAsync(1, Ct);
        var later = Enumerable.Range(2, 9).Select(n => _batch.AskAsync(n, Ct)).ToList();

        _batch.Let(2);
        Assert.That(await first, Is.EqualTo(2));
        Assert.That(
            await Task.WhenAll(later),
            Is.EqualTo(Enumerable.Range(2, 9).Select(n => 2 * n))
        );
        Assert.That(_batch.Sizes, Is.EqualTo(new[] { 1, 9 }));
    }

    [Test]
    public async Task A_batch_has_at_most_a_hundred_questions()
    {
        var all = Enumerable.Range(0, 251).Select(n => _batch.AskAsync(n, Ct)).ToList();

        _batch.Let(4);
        Assert.That(
            await Task.WhenAll(all),
            Is.EqualTo(Enumerable.Range(0, 251).Select(n => 2 * n))
        );
        Assert.That(_batch.Sizes, Is.EqualTo(new[] { 1, 100, 100, 50 }));
    }

    [Test]
    public async Task A_failed_batch_fails_all_its_questions_and_the_next_batch_is_answered()
    {
        var first = _batch.AskAsync(1, Ct);
        var second = _batch.AskAsync(Doubling.TooMuch, Ct);
        var third = _batch.AskAsync(3, Ct);
        _batch.Let(2);
        await first;
        Assert.That(() => second, Throws.InstanceOf<OverflowException>());
        Assert.That(() => third, Throws.InstanceOf<OverflowException>());

        _batch.Let(1);
        Assert.That(await _batch.AskAsync(4, Ct), Is.EqualTo(8));
    }

    [Test]
    public async Task Questions_that_waited_while_the_database_did_not_answer_fail_with_the_batch()
    {
        var hanging = _batch.AskAsync(Doubling.TooMuch, Ct);
        var waiting = _batch.AskAsync(2, Ct);
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        _batch.Let(1);

        Assert.That(() => hanging, Throws.InstanceOf<OverflowException>());
        Assert.That(() => waiting.WaitAsync(Bound), Throws.InstanceOf<OverflowException>());
        Assert.That(_batch.Sizes, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task A_cancelled_question_does_not_affect_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var first = _batch.AskAsync(1, leaving.Token);
        var second = _batch.AskAsync(2, leaving.Token);
        var third = _batch.AskAsync(3, Ct);
        await leaving.CancelAsync();
        Assert.That(() => first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => second, Throws.InstanceOf<OperationCanceledException>());

        _batch.Let(2);
        Assert.That(await third, Is.EqualTo(6));
    }

    /// <summary>Another batch can take a question before the run that was queued for it begins.</summary>
    [Test]
    public async Task A_run_without_questions_asks_nothing()
    {
        _batch.Let(2);
        ((IThreadPoolWorkItem)_batch).Execute();
        Assert.That(await _batch.AskAsync(1, Ct), Is.EqualTo(2));
        Assert.That(_batch.Sizes, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task A_failed_batch_fails_its_questions_even_if_its_context_cannot_be_disposed()
    {
        var opened = 0;
        await using var batch = new Doubling(() => new Context(isUnclosable: opened++ == 0));
        batch.Let(2);
        Assert.That(
            async () => await batch.AskAsync(Doubling.TooMuch, Ct).WaitAsync(Bound),
            Throws.InstanceOf<OverflowException>()
        );
        Assert.That(await batch.AskAsync(4, Ct).WaitAsync(Bound), Is.EqualTo(8));
    }

    /// <summary>A context that the batches of this test do not use.</summary>
    /// <param name="isUnclosable">Whether its disposal fails, as that of a broken connection may.</param>
    private sealed class Context(bool isUnclosable = false)
        : MeetDbContext(new DbContextOptionsBuilder().Options)
    {
        public override string ForUpdateSkipLocked => throw new NotSupportedException();

        public override string JsonRows => throw new NotSupportedException();

        public override string GuidOf(string text) => throw new NotSupportedException();

        public override Task<IDbContextTransaction> BeginWritingAsync(
            string subject,
            CancellationToken ct
        ) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (isUnclosable)
                throw new IOException("broken");
        }
    }

    /// <summary>Doubles its questions. Answers one batch each time that the test releases it.</summary>
    private sealed class Doubling(Func<MeetDbContext> open) : Batch<int, int>(open)
    {
        public const int TooMuch = int.MaxValue;

        private readonly SemaphoreSlim _let = new(0);

        public List<int> Sizes { get; } = [];

        public void Let(int batches) => _let.Release(batches);

        protected override async Task<IReadOnlyList<int>> AnswerAsync(
            MeetDbContext database,
            IReadOnlyList<int> questions
        )
        {
            Sizes.Add(questions.Count);
            await _let.WaitAsync();
            return [.. questions.Select(n => checked(2 * n))];
        }
    }
}
