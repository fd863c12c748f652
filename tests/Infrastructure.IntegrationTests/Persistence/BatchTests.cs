using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Batches;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class BatchTests : InstallationTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private Doubling _batch = null!;

    [SetUp]
    public void NewBatch() => _batch = new(Installation.Get<IServiceScopeFactory>());

    [TearDown]
    public async Task EndBatchAsync() => await _batch.DisposeAsync();

    [Test]
    public async Task One_question_is_asked_at_once()
    {
        _batch.Let(1);
        Assert.That(await _batch.AskAsync(21, Ct), Is.EqualTo(42));
    }

    [Test]
    public async Task What_is_asked_while_a_batch_is_under_way_is_asked_together_afterwards()
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
    public async Task A_batch_has_a_hundred_questions_at_the_most()
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
    public async Task Everybody_in_a_batch_that_fails_is_told_and_the_next_one_is_asked()
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
    public async Task Who_waits_no_longer_ends_nothing_for_the_others()
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

    /// <summary>As when another batch has taken the question of somebody who then finds that none is under way.</summary>
    [Test]
    public async Task Where_nothing_waits_nothing_is_asked()
    {
        _batch.Let(2);
        ((IThreadPoolWorkItem)_batch).Execute();
        Assert.That(await _batch.AskAsync(1, Ct), Is.EqualTo(2));
        Assert.That(_batch.Sizes, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Everybody_is_told_of_a_failure_even_if_what_failed_cannot_be_closed()
    {
        await using var batch = new Doubling(
            new Unclosable(Installation.Get<IServiceScopeFactory>())
        );
        batch.Let(2);
        Assert.That(
            async () => await batch.AskAsync(Doubling.TooMuch, Ct).WaitAsync(Bound),
            Throws.InstanceOf<OverflowException>()
        );
        Assert.That(await batch.AskAsync(4, Ct).WaitAsync(Bound), Is.EqualTo(8));
    }

    /// <summary>Scopes that fail once when they are closed, as a connection that is broken may.</summary>
    private sealed class Unclosable(IServiceScopeFactory scopes) : IServiceScopeFactory
    {
        private bool _hasFailed;

        public IServiceScope CreateScope() => new Scope(this, scopes.CreateScope());

        private sealed class Scope(Unclosable factory, IServiceScope real) : IServiceScope
        {
            public IServiceProvider ServiceProvider => real.ServiceProvider;

            public void Dispose()
            {
                real.Dispose();
                if (factory._hasFailed)
                    return;
                factory._hasFailed = true;
                throw new IOException("broken");
            }
        }
    }

    /// <summary>Answers one batch each time that the test lets it.</summary>
    private sealed class Doubling(IServiceScopeFactory scopes) : Batch<int, int>(scopes)
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
