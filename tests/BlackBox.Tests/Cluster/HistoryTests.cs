using System.Globalization;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Histories;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>
/// A participant name of a room is never given to two browsers at once, whatever happens to the nodes: the history of all operations is
/// linearizable (<see cref="NameHistory"/>). So that holds end and pauses outlast them, the nodes hold names for 6 s instead of a minute.
/// </summary>
public sealed class HistoryTests
{
    private const int NodeCount = 3;

    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongPause = Hold + TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private ReleaseVariant _release = null!;
    private MeetCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _release = await ReleaseVariant.WithHoldsOfAsync(Hold);
        _cluster = await MeetCluster.StartAsync(NodeCount, _release.Path);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _release?.Dispose();
    }

    [Test]
    public async Task No_name_is_given_twice_while_nodes_are_killed_and_paused()
    {
        var history = await RunAsync(async _ =>
        {
            var (first, second, third) = (_cluster.Nodes[0], _cluster.Nodes[1], _cluster.Nodes[2]);
            await PauseAsync(first, ShortPause);
            await KillAsync(second);
            await PauseAsync(third, LongPause);
            await KillAsync(first);
            await PauseAsync(second, LongPause);
            await PauseAsync(third, ShortPause);
        });

        Assert.That(Check(history), Is.Empty);
        AssertThatEverythingHappened(history);
    }

    [Test]
    public async Task No_name_is_given_twice_while_many_compete_for_it()
    {
        var history = await RunAsync(_ => Task.Delay(TimeSpan.FromSeconds(10)), names: ["Ann"]);
        Assert.That(Check(history), Is.Empty);
    }

    /// <summary>The planted fault: the database forgets who holds the names of the room.</summary>
    [Test]
    public async Task Names_that_are_given_twice_because_holds_were_deleted_are_found()
    {
        await RunAsync(history =>
            Eventually.HoldsAsync(
                async () =>
                {
                    await _cluster.QueryAsync("""DELETE FROM "ParticipantNameHolds" """);
                    await Task.Delay(Between);
                    return Check(history)
                        .Any(fault =>
                            fault.Contains("given while it was held", StringComparison.Ordinal)
                        );
                },
                "a name is given twice, and that is found",
                TimeSpan.FromSeconds(60)
            )
        );
    }

    private async Task<NameHistory> RunAsync(
        Func<NameHistory, Task> disturb,
        string[]? names = null
    )
    {
        var history = new NameHistory(Hold);
        var room = await _cluster.CreateRoomAsync();
        using var end = new CancellationTokenSource();
        var load = new NameLoad(_cluster, room, history, NodeCount);
        if (names is not null)
            load = new(_cluster, room, history, NodeCount)
            {
                Names = names,
                LongestPause = TimeSpan.FromMilliseconds(5),
                JoiningOfTen = 10,
            };
        var running = load.RunAsync(end.Token);
        try
        {
            await load.UntilWarmAsync();
            await disturb(history);
        }
        finally
        {
            await end.CancelAsync();
        }

        await running;
        await WriteAsync(history);
        return history;
    }

    /// <summary>Writes a summary, and the whole history to a file.</summary>
    private static async Task WriteAsync(NameHistory history)
    {
        var file = Path.Combine(
            TestContext.CurrentContext.WorkDirectory,
            $"{TestContext.CurrentContext.Test.MethodName}.history.txt"
        );
        await File.WriteAllLinesAsync(
            file,
            history.Operations.Select(operation => $"{operation.Name}: {operation}")
        );
        TestContext.AddTestAttachment(file);
        foreach (
            var (what, count) in history
                .Operations.CountBy(operation => $"{operation.Action}, {operation.Answer}")
                .OrderBy(counted => counted.Key, StringComparer.Ordinal)
        )
            await TestContext.Out.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{what}: {count}")
            );
    }

    /// <summary>
    /// Checks a history, but for refusals that overlap another one. A request first holds the name and then asks who is present. So for
    /// a moment it holds a name that it does not get, and another request may be refused though the participant has just left.
    /// </summary>
    private static IReadOnlyList<string> Check(NameHistory history)
    {
        var operations = history.Operations;
        var refusals = operations.Where(IsRefusal).ToLookup(refused => refused.Name);
        var certain = new NameHistory(Hold);
        foreach (var done in operations)
        {
            var isAlone = refusals[done.Name]
                .All(other =>
                    other == done || other.Ended < done.Began || other.Began > done.Ended
                );
            if (!IsRefusal(done) || isAlone)
                certain.Record(
                    done.Action,
                    done.Room,
                    done.Name,
                    done.By,
                    done.Began,
                    done.Ended,
                    done.Answer
                );
        }

        return certain.Check();

        static bool IsRefusal(NameOperation done) =>
            done is { Action: NameAction.Request, Answer: NameAnswer.Taken };
    }

    private static async Task PauseAsync(ClusterNode node, TimeSpan duration)
    {
        await node.PauseAsync();
        await Task.Delay(duration);
        await node.ResumeAsync();
        await Task.Delay(Between);
    }

    private async Task KillAsync(ClusterNode node)
    {
        node.Kill();
        await node.StartAsync(_release.Path);
        await Task.Delay(Between);
    }

    /// <summary>A history in which nothing happens is right, too.</summary>
    private static void AssertThatEverythingHappened(NameHistory history)
    {
        foreach (
            var (action, answer) in new[]
            {
                (NameAction.Request, NameAnswer.Granted),
                (NameAction.Request, NameAnswer.Taken),
                (NameAction.Request, NameAnswer.None),
                (NameAction.Join, NameAnswer.Done),
                (NameAction.Disconnect, NameAnswer.Done),
            }
        )
            Assert.That(
                history.Operations.Count(done => done.Action == action && done.Answer == answer),
                Is.Positive,
                $"{action}, {answer}"
            );
    }
}
