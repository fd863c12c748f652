using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Background;

namespace OpenViduMeet.WebApi.FunctionalTests.Background;

/// <summary>Only the stopping token ends a loop; a cancellation that nobody asked for is a failure like any other.</summary>
public sealed class BackgroundLoopTests
{
    private readonly FakeTimeProvider _clock = new();

    private static IEnumerable<Exception> Failures()
    {
        yield return new TaskCanceledException("A connect timeout");
        yield return new InvalidOperationException("A bug");
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_periodic_task_that_fails_runs_again(Exception failure)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        using var task = new FailingTask(services, _clock, failure);
        await ShouldRunAgainAsync(task, () => task.Runs);
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_worker_that_fails_works_again(Exception failure)
    {
        using var worker = new FailingWorker(_clock, failure);
        await ShouldRunAgainAsync(worker, () => worker.Runs);
    }

    private async Task ShouldRunAgainAsync(
        Microsoft.Extensions.Hosting.BackgroundService loop,
        Func<int> runs
    )
    {
        await loop.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                return runs() >= 3 || loop.ExecuteTask!.IsCompleted;
            },
            "it runs three times"
        );
        Assert.That(loop.ExecuteTask!.IsCompleted, Is.False);

        await loop.StopAsync(CancellationToken.None);
        Assert.That(loop.ExecuteTask!.IsCompleted);
        Assert.That(loop.ExecuteTask!.IsFaulted, Is.False);
    }

    private sealed class FailingTask(
        ServiceProvider services,
        TimeProvider clock,
        Exception failure
    )
        : PeriodicTask(
            TimeSpan.FromMinutes(1),
            services.GetRequiredService<IServiceScopeFactory>(),
            clock,
            NullLogger.Instance
        )
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        protected override Task RunAsync(IServiceProvider services, CancellationToken ct)
        {
            Interlocked.Increment(ref _runs);
            throw failure;
        }
    }

    private sealed class FailingWorker(TimeProvider clock, Exception failure)
        : Worker(clock, NullLogger.Instance)
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        protected override Task WorkAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref _runs);
            throw failure;
        }
    }
}
