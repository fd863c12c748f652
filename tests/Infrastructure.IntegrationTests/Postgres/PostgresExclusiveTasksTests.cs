using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Nodes;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

public sealed class PostgresExclusiveTasksTests : PostgresTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_task_runs_on_one_node_until_it_ends_there()
    {
        var here = await TasksAsync();
        var there = await TasksAsync();
        var end = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var running = here.TryRunAsync(
            "task",
            _ =>
            {
                begun.SetResult();
                return end.Task;
            },
            Ct
        );
        await begun.Task;

        Assert.That(await RunsAsync(there, "task"), Is.False);
        Assert.That(await RunsAsync(there, "another task"), Is.True);

        end.SetResult();
        Assert.That(await running, Is.True);
        Assert.That(await RunsAsync(there, "task"), Is.True);
    }

    [Test]
    public async Task A_failed_task_frees_its_lock_and_throws()
    {
        var tasks = await TasksAsync();

        Assert.That(
            () => tasks.TryRunAsync("task", _ => throw new IOException("failed"), Ct),
            Throws.InstanceOf<IOException>()
        );
        Assert.That(await RunsAsync(tasks, "task"), Is.True);
    }

    [Test]
    public async Task A_node_that_loses_the_database_ends_its_task()
    {
        var tasks = await TasksAsync();
        var running = tasks.TryRunAsync(
            "task",
            held => Task.Delay(Timeout.InfiniteTimeSpan, held),
            Ct
        );

        await Server.RestartAsync(immediate: true);

        Assert.That(
            () => running.WaitAsync(Bound),
            Throws.Exception.Matches<Exception>(DatabaseFailure.IsIn)
        );
        await Eventually.HoldsAsync(() => RunsAsync(tasks, "task"), "another node can run it");
    }

    private async Task<IExclusiveTasks> TasksAsync() =>
        (await NewNodeAsync()).Get<IExclusiveTasks>();

    private static async Task<bool> RunsAsync(IExclusiveTasks tasks, string task)
    {
        try
        {
            return await tasks.TryRunAsync(task, _ => Task.CompletedTask, Ct);
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            return false;
        }
    }
}
