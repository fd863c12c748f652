using System.Globalization;
using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.TestSupport.Webhooks;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>
/// Background work goes on after the node that did it was killed or paused. The bounds are generous. The times are printed.
/// </summary>
public sealed class FailoverTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private MeetCluster _cluster = null!;
    private WebhookReceiverDouble _receiver = null!;
    private ClusterNode _a = null!;
    private ClusterNode _b = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _receiver = await WebhookReceiverDouble.StartAsync();
        _cluster = await MeetCluster.StartAsync(
            nodes: 2,
            settings:
            [
                ("MEET_WEBHOOK_ENABLED", "true"),
                ("MEET_WEBHOOK_URL", _receiver.Url.AbsoluteUri),
                ("MEET_WEBHOOK_ALLOW_PRIVATE", "true"),
            ]
        );
        (_a, _b) = (_cluster.Nodes[0], _cluster.Nodes[1]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        if (_receiver is not null)
            await _receiver.DisposeAsync();
    }

    /// <summary>A node that a test has killed takes part in the next one.</summary>
    [SetUp]
    public async Task StartKilledNodesAsync()
    {
        foreach (var node in new[] { _a, _b }.Where(node => !node.IsRunning))
            await node.StartAsync();
    }

    [Test]
    public async Task An_event_whose_node_was_killed_while_handling_it_is_handled_by_another()
    {
        var room = await _cluster.CreateRoomAsync();
        await _cluster.StartRecordingAsync(room);
        _cluster.LiveKit.State.Join(room.Name, "Alice");
        _cluster.LiveKit.InjectFault(LiveKitFault.Stall, "SendData", times: 1);

        var took = await MeasureTakeoverAsync(
            async () =>
            {
                var joined = LiveKitWebhooks.ParticipantJoined(room.Name, "Alice");
                using var answer = await _cluster.SendEventAsync(joined, to: _a);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            },
            isUnderWay: () => CallsAboutAlice() == 1,
            isDoneAgain: () => WasAliceTold()
        );

        await PrintAsync("an event, after its node was killed", took);

        int CallsAboutAlice() =>
            _cluster.LiveKit.Calls.Count(call =>
                call.Method == "SendData"
                && call.Request.ToJsonString().Contains("Alice", StringComparison.Ordinal)
            );
        bool WasAliceTold() => _cluster.LiveKit.State.Sent.Any(sent => sent.To.Contains("Alice"));
    }

    [Test]
    public async Task A_webhook_whose_node_was_killed_while_sending_it_is_sent_by_another()
    {
        var room = await _cluster.CreateRoomAsync();
        var stall = new TaskCompletionSource();
        _receiver.Answer = (_, _) => stall.Task;
        var before = _receiver.Received.Count;

        var took = await MeasureTakeoverAsync(
            async () =>
            {
                var finished = LiveKitWebhooks.RoomFinished(room.Name);
                using var answer = await _cluster.SendEventAsync(finished, to: _a);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            },
            isUnderWay: () =>
            {
                var isUnderWay = _receiver.Received.Count == before + 1;
                if (isUnderWay)
                    _receiver.AnswerWith(200);
                return isUnderWay;
            },
            isDoneAgain: () => _receiver.Received.Count == before + 2
        );

        stall.SetResult();
        await PrintAsync("a webhook, after its node was killed", took);
        Assert.That(
            _receiver.Received.Skip(before).Select(received => received.DeliveryId).Distinct(),
            Has.Exactly(1).Items,
            "The receiver can tell that it is the same delivery."
        );
    }

    [Test]
    public async Task Another_node_takes_over_the_periodic_tasks_of_a_node_that_was_killed(
        [Values("Reconciler", "CleanupTask")] string task
    )
    {
        var leader = await LeaderAsync(task);
        var killed = TimeProvider.System.GetTimestamp();
        leader.Kill();
        await Eventually.HoldsAsync(
            async () => await FindLeaderAsync(task) is { } other && other != leader,
            $"another node has taken over {task}",
            Bound
        );
        await PrintAsync(
            $"{task}, after its node was killed",
            TimeProvider.System.GetElapsedTime(killed)
        );
    }

    [Test]
    public async Task Another_node_takes_over_the_periodic_tasks_of_a_node_that_is_paused()
    {
        var leader = await LeaderAsync("Reconciler");
        var paused = TimeProvider.System.GetTimestamp();
        await leader.PauseAsync();
        try
        {
            await Eventually.HoldsAsync(
                async () => await FindLeaderAsync("Reconciler") is { } other && other != leader,
                "another node has taken over",
                Bound
            );
        }
        finally
        {
            await leader.ResumeAsync();
        }

        await PrintAsync(
            "Reconciler, after its node was paused",
            TimeProvider.System.GetElapsedTime(paused)
        );
        using var browser = MeetCluster.NewBrowser(leader);
        using var answer = await browser.GetAsync("/meet/health/ready");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "The resumed node serves.");
    }

    /// <summary>Only A can take the work, since B is paused. Then A is killed and B continues.</summary>
    /// <returns>The time from the end of A to the end of the work.</returns>
    private async Task<TimeSpan> MeasureTakeoverAsync(
        Func<Task> begin,
        Func<bool> isUnderWay,
        Func<bool> isDoneAgain
    )
    {
        await _b.PauseAsync();
        try
        {
            await begin();
            await Eventually.HoldsAsync(
                () => Task.FromResult(isUnderWay()),
                "the work is under way",
                Bound
            );
            _a.Kill();
        }
        finally
        {
            await _b.ResumeAsync();
        }

        var killed = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(
            () => Task.FromResult(isDoneAgain()),
            "another node has done the work",
            Bound
        );
        return TimeProvider.System.GetElapsedTime(killed);
    }

    private async Task<ClusterNode> LeaderAsync(string task)
    {
        ClusterNode? leader = null;
        await Eventually.HoldsAsync(
            async () => (leader = await FindLeaderAsync(task)) is not null,
            $"a node runs {task}",
            Bound
        );
        return leader!;
    }

    /// <summary>The node that holds the lock of a task; see <c>PostgresExclusiveTasks</c>.</summary>
    private async Task<ClusterNode?> FindLeaderAsync(string task)
    {
        var names = await _cluster.QueryAsync(
            """
            SELECT activity.application_name
            FROM pg_locks lock JOIN pg_stat_activity activity USING (pid)
            WHERE lock.locktype = 'advisory' AND lock.granted
            AND (lock.classid::bigint << 32 | lock.objid::bigint) = hashtextextended('task ' || @task, 0)
            """,
            ("task", task)
        );
        return names is [[var name]] ? _cluster.Nodes.Single(node => node.Name == name) : null;
    }

    private static Task PrintAsync(string what, TimeSpan took) =>
        TestContext.Out.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {took.TotalSeconds:0.0} s")
        );
}
