using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Nodes;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Background;

namespace OpenViduMeet.WebApi.FunctionalTests.Background;

/// <summary>Only the stopping token ends a loop. Any other cancellation is a failure.</summary>
public sealed class BackgroundLoopTests
{
    private readonly FakeTimeProvider _clock = new();
    private ApplicationLifetime _lifetime = null!;

    [SetUp]
    public void SetUp()
    {
        _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
        _lifetime.NotifyStarted();
    }

    private static IEnumerable<Exception> Failures()
    {
        yield return new TaskCanceledException("A connect timeout");
        yield return new InvalidOperationException("A bug");
    }

    [Test]
    public async Task Loops_begin_when_the_server_has_started()
    {
        _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
        var queue = NewQueue();
        queue
            .Setup(port => port.TakeAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException());
        await using var services = ServicesOf(queue.Object, new Mock<IMediator>().Object);
        var failure = new InvalidOperationException();
        using var task = new FailingTask(services, _lifetime, _clock, failure);
        using var worker = NewWorker(services);
        await task.StartAsync(CancellationToken.None);
        await worker.StartAsync(CancellationToken.None);
        var runsBefore = task.Runs + queue.Invocations.Count;

        _lifetime.NotifyStarted();
        await Eventually.HoldsAsync(
            () => task.Runs == 1 && queue.Invocations.Count == 1,
            "both run"
        );
        await task.StopAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);

        Assert.That(runsBefore, Is.Zero);
    }

    [Test]
    public async Task Loops_of_a_server_that_never_starts_end_without_a_run()
    {
        _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
        var queue = NewQueue();
        await using var services = ServicesOf(queue.Object, new Mock<IMediator>().Object);
        var failure = new InvalidOperationException();
        using var task = new FailingTask(services, _lifetime, _clock, failure);
        using var worker = NewWorker(services);
        await task.StartAsync(CancellationToken.None);
        await worker.StartAsync(CancellationToken.None);

        await task.StopAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);

        Assert.That(task.ExecuteTask!.IsFaulted || worker.ExecuteTask!.IsFaulted, Is.False);
        Assert.That(task.Runs + queue.Invocations.Count, Is.Zero);
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_periodic_task_that_fails_runs_again(Exception failure)
    {
        await using var services = Base().BuildServiceProvider();
        using var task = new FailingTask(services, _lifetime, _clock, failure);
        await ShouldRunAgainAsync(task, () => task.Runs);
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_worker_that_fails_continues(Exception failure)
    {
        var runs = 0;
        var queue = NewQueue();
        queue
            .Setup(port => port.TakeAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .Callback(() => Interlocked.Increment(ref runs))
            .ThrowsAsync(failure);
        await using var services = ServicesOf(queue.Object, new Mock<IMediator>().Object);
        using var worker = NewWorker(services);
        await ShouldRunAgainAsync(worker, () => Volatile.Read(ref runs));
    }

    [TestCaseSource(nameof(Failures))]
    public async Task An_item_whose_processing_fails_is_put_back_and_the_others_are_completed(
        Exception failure
    )
    {
        Leased<string> failing = new("1", "failing", 1);
        Leased<string> fine = new("2", "fine", 1);
        var settled = new ConcurrentQueue<string>();
        var queue = NewQueue();
        queue
            .Setup(port => port.TakeAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([]);
        queue
            .Setup(port => port.WaitAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns((TimeSpan _, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct));
        queue
            .SetupSequence(port => port.TakeAsync(2, It.IsAny<CancellationToken>()))
            .ReturnsAsync([failing, fine])
            .ReturnsAsync([]);
        queue
            .Setup(port => port.PutBackAsync(failing, It.IsAny<string>(), CancellationToken.None))
            .Callback(
                (Leased<string> _, string why, CancellationToken _) =>
                    settled.Enqueue($"put back: {why}")
            )
            .Returns(Task.CompletedTask);
        queue
            .Setup(port => port.CompleteAsync(fine, CancellationToken.None))
            .Callback(() => settled.Enqueue("completed"))
            .Returns(Task.CompletedTask);
        var mediator = new Mock<IMediator>();
        mediator
            .Setup(port => port.Send(new Process("failing"), It.IsAny<CancellationToken>()))
            .ThrowsAsync(failure);
        mediator
            .Setup(port => port.Send(new Process("fine"), It.IsAny<CancellationToken>()))
            .ReturnsAsync(Result.Ok);
        await using var services = ServicesOf(queue.Object, mediator.Object);
        using var worker = NewWorker(services);

        await worker.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => settled.Count == 2, "both are settled");
        await worker.StopAsync(CancellationToken.None);

        Assert.That(settled, Is.EquivalentTo(["completed", $"put back: {failure.GetType().Name}"]));
    }

    [Test]
    public async Task The_lease_of_an_item_is_prolonged_until_it_is_processed()
    {
        Leased<string> slow = new("1", "slow", 1);
        var queue = NewQueue();
        queue
            .SetupSequence(port => port.TakeAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([slow])
            .ReturnsAsync([]);
        queue
            .Setup(port => port.WaitAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns((TimeSpan _, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct));
        var prolonged = 0;
        queue
            .Setup(port => port.ProlongAsync(slow, It.IsAny<CancellationToken>()))
            .Callback(() => Interlocked.Increment(ref prolonged))
            .ReturnsAsync(true);
        var end = new TaskCompletionSource<Result>();
        var mediator = new Mock<IMediator>();
        mediator
            .Setup(port => port.Send(It.IsAny<Process>(), It.IsAny<CancellationToken>()))
            .Returns(end.Task);
        await using var services = ServicesOf(queue.Object, mediator.Object);
        using var worker = NewWorker(services);
        await worker.StartAsync(CancellationToken.None);

        await Eventually.HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(2));
                return Volatile.Read(ref prolonged) >= 3;
            },
            "the lease is prolonged again and again"
        );
        end.SetResult(Result.Ok);
        await Eventually.HoldsAsync(
            () =>
                queue.Invocations.Any(call =>
                    call.Method.Name == nameof(queue.Object.CompleteAsync)
                ),
            "the item is completed"
        );
        var atEnd = Volatile.Read(ref prolonged);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await worker.StopAsync(CancellationToken.None);

        Assert.That(prolonged, Is.EqualTo(atEnd));
    }

    [Test]
    public async Task An_item_that_another_node_has_taken_is_processed_no_further()
    {
        Leased<string> lost = new("1", "lost", 1);
        var queue = NewQueue();
        queue
            .SetupSequence(port => port.TakeAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([lost])
            .ReturnsAsync([]);
        queue
            .Setup(port => port.WaitAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns((TimeSpan _, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct));
        queue
            .Setup(port => port.ProlongAsync(lost, It.IsAny<CancellationToken>()))
            .ReturnsAsync(false);
        var mediator = new Mock<IMediator>();
        var processing = new TaskCompletionSource();
        mediator
            .Setup(port => port.Send(It.IsAny<Process>(), It.IsAny<CancellationToken>()))
            .Returns(
                async (IRequest<Result> _, CancellationToken ct) =>
                {
                    await using var end = ct.Register(processing.SetResult);
                    await processing.Task;
                    return Result.Ok;
                }
            );
        await using var services = ServicesOf(queue.Object, mediator.Object);
        using var worker = NewWorker(services);
        await worker.StartAsync(CancellationToken.None);

        await Eventually.HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(2));
                return processing.Task.IsCompleted;
            },
            "the processing is cancelled"
        );
        await worker.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task A_draining_server_takes_no_more_items_and_completes_those_under_way()
    {
        Leased<string> underWay = new("1", "under way", 1);
        var queue = NewQueue();
        queue
            .SetupSequence(port => port.TakeAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([underWay])
            .ReturnsAsync([]);
        queue
            .Setup(port => port.WaitAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns((TimeSpan _, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct));
        var end = new TaskCompletionSource<Result>();
        var isCancelled = false;
        var mediator = new Mock<IMediator>();
        mediator
            .Setup(port => port.Send(It.IsAny<Process>(), It.IsAny<CancellationToken>()))
            .Returns(
                async (IRequest<Result> _, CancellationToken ct) =>
                {
                    var result = await end.Task;
                    isCancelled = ct.IsCancellationRequested;
                    return result;
                }
            );
        await using var services = ServicesOf(queue.Object, mediator.Object);
        using var worker = NewWorker(services);
        await worker.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(
            () => queue.Invocations.Any(call => call.Method.Name == nameof(queue.Object.WaitAsync)),
            "the worker waits for more"
        );

        _lifetime.StopApplication();
        end.SetResult(Result.Ok);
        await worker.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(worker.ExecuteTask!.IsCompletedSuccessfully, "It has not failed");
        Assert.That(isCancelled, Is.False);
        queue.Verify(port => port.CompleteAsync(underWay, CancellationToken.None), Times.Once);
        queue.Verify(
            port => port.TakeAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()),
            Times.Exactly(2)
        );
    }

    [Test]
    public async Task A_draining_server_begins_no_more_periodic_runs()
    {
        await using var services = Base().BuildServiceProvider();
        using var task = new FailingTask(
            services,
            _lifetime,
            _clock,
            new InvalidOperationException()
        );
        await task.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => task.Runs == 1, "it has run");

        _lifetime.StopApplication();
        await task.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(task.ExecuteTask!.IsCompletedSuccessfully, "It has not failed");
        Assert.That(task.Runs, Is.EqualTo(1));
    }

    private async Task ShouldRunAgainAsync(BackgroundService loop, Func<int> runs)
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
        IHostApplicationLifetime lifetime,
        TimeProvider clock,
        Exception failure
    )
        : PeriodicTask(
            TimeSpan.FromMinutes(1),
            services.GetRequiredService<IServiceScopeFactory>(),
            lifetime,
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

    private QueueWorker<string> NewWorker(ServiceProvider services) =>
        new(
            new QueueWork<string>(AtOnce: 2, taken => new Process(taken.Item)),
            services.GetRequiredService<IServiceScopeFactory>(),
            new IndependentWork(NullLogger<IndependentWork>.Instance),
            _lifetime,
            _clock
        );

    private static ServiceProvider ServicesOf(ILeasedQueue<string> queue, IMediator mediator) =>
        Base().AddSingleton(queue).AddSingleton(mediator).BuildServiceProvider();

    private static IServiceCollection Base() =>
        new ServiceCollection()
            .AddHttpContextAccessor()
            .AddScoped<CurrentCaller>()
            .AddSingleton<IExclusiveTasks, OnlyNode>();

    private static Mock<ILeasedQueue<string>> NewQueue()
    {
        var queue = new Mock<ILeasedQueue<string>>();
        queue.SetupGet(port => port.LeaseRenewal).Returns(TimeSpan.FromSeconds(2));
        return queue;
    }

    private sealed class OnlyNode : IExclusiveTasks
    {
        public async Task<bool> TryRunAsync(
            string task,
            Func<CancellationToken, Task> run,
            CancellationToken ct
        )
        {
            await run(ct);
            return true;
        }
    }

    private sealed record Process(string Item) : IRequest<Result>;
}
