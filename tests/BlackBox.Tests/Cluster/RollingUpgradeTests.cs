using System.Globalization;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>Nodes are stopped, killed, replaced and added, and the database is restarted, while browsers and viewers use the cluster.</summary>
public sealed class RollingUpgradeTests
{
    /// <summary>For how many seconds the cluster is used, at least.</summary>
    private const string SecondsVariable = "MEET_TEST_UPGRADE_SECONDS";

    private const int MediaSize = 16 * 1024 * 1024;

    private static readonly TimeSpan HoldDuration = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    private readonly LoadJournal _journal = new();
    private ReleaseVariant _later = null!;
    private MeetCluster _cluster = null!;

    private static TimeSpan Duration =>
        TimeSpan.FromSeconds(
            int.Parse(
                Environment.GetEnvironmentVariable(SecondsVariable) ?? "20",
                CultureInfo.InvariantCulture
            )
        );

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _later = await ReleaseVariant.LaterAsync();
        _cluster = await MeetCluster.StartAsync(
            nodes: 3,
            settings: [("MEET_PARTICIPANT_TOKEN_EXPIRATION", "5s")]
        );
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _later?.Dispose();
    }

    [Test]
    public async Task A_rolling_upgrade_fails_no_request_but_those_in_flight_on_a_killed_node()
    {
        var (path, _, media) = await _cluster.RecordAsync(MediaSize);
        var load = new UpgradeLoad(
            _cluster,
            await _cluster.CreateRoomAsync(),
            (path, media),
            _journal
        );
        using var end = new CancellationTokenSource();
        var running = load.RunAsync(end.Token);

        try
        {
            await DisturbAsync(load);
            await end.CancelAsync();
            await running;
            await AssertNoSessionIsLostAsync(load);
            await AssertHoldsEndAsync(load);
            await AssertAllEventsAreHandledAsync();
        }
        finally
        {
            await end.CancelAsync();
            await ReportAsync(load);
        }

        var wrong = _journal.Records.Where(request => _journal.Judge(request) == Verdict.Wrong);
        Assert.That(wrong, Is.Empty);
        Assert.That(_journal.Faults, Is.Empty);
        Assert.That(load.WholeStreams, Is.Positive);
        Assert.That(
            _journal.Records.Count(request => request is { Operation: "stream", IsCut: true }),
            Is.Positive,
            "A stream was cut by the kill, and resumed."
        );
    }

    private async Task DisturbAsync(UpgradeLoad load)
    {
        var (first, second, third, added) = (
            _cluster.Nodes[0],
            _cluster.Nodes[1],
            _cluster.Nodes[2],
            _cluster.Nodes[3]
        );
        var began = _journal.Now;

        await PauseAsync();
        await StopGentlyAsync(first);
        await first.StartAsync();

        await PauseAsync();
        await added.StartAsync(_later.Path);
        var migrated = await _cluster.QueryAsync("""SELECT COUNT(*) FROM "LaterThings" """);
        Assert.That(migrated, Has.Count.EqualTo(1), "The later build has migrated the database.");

        await PauseAsync();
        await load.UntilStreamBeginsAsync(second);
        await _journal.DisturbAsync(
            DisturbanceKind.Kill,
            second,
            () =>
            {
                second.Kill();
                return Task.CompletedTask;
            }
        );
        // This build starts on the newer schema.
        await second.StartAsync();

        await PauseAsync();
        await StopGentlyAsync(third);
        await third.StartAsync(_later.Path);

        await PauseAsync();
        await _journal.DisturbAsync(
            DisturbanceKind.DatabaseRestart,
            node: null,
            () => _cluster.Postgres.RestartAsync()
        );

        do await PauseAsync();
        while (_journal.Now - began < Duration);
    }

    private static Task PauseAsync() => Task.Delay(Duration / 6);

    private Task StopGentlyAsync(ClusterNode node) =>
        _journal.DisturbAsync(
            DisturbanceKind.GentleStop,
            node,
            async () => Assert.That(await node.StopAsync(), Is.Zero, "exit code")
        );

    /// <summary>Whoever has signed in is still signed in, on every node, and can renew the session.</summary>
    private static async Task AssertNoSessionIsLostAsync(UpgradeLoad load)
    {
        foreach (var user in load.SignedIn)
        {
            await load.UntilRightAsync(() => UpgradeLoad.GetProfileAsync(user));
            await load.UntilRightAsync(() => UpgradeLoad.RenewAsync(user));
        }
    }

    /// <summary>A request for a token without an answer leaves at most a hold, which ends a minute later at the latest.</summary>
    private async Task AssertHoldsEndAsync(UpgradeLoad load)
    {
        foreach (var (name, until) in load.Unanswered)
        {
            var holds = await _cluster.QueryAsync(
                """SELECT "HeldUntil" FROM "ParticipantNameHolds" WHERE "Participant" = @name""",
                ("name", name)
            );
            var latest = until + HoldDuration + ClockTolerance;
            Assert.That(
                holds.Select(hold => long.Parse(hold[0], CultureInfo.InvariantCulture)),
                Is.All.LessThan(latest.ToUnixTimeMilliseconds())
            );
        }
    }

    private Task AssertAllEventsAreHandledAsync() =>
        Eventually.HoldsAsync(
            async () =>
                (
                    await _cluster.QueryAsync(
                        """SELECT "Id" FROM "QueueItems" WHERE "State" <> 'Completed'"""
                    )
                ).Count == 0,
            "all events are handled",
            TimeSpan.FromSeconds(20)
        );

    private async Task ReportAsync(UpgradeLoad load)
    {
        var held = load.Unanswered.Count;
        string[] lines =
        [
            .. _journal.SummarizeDisturbances(),
            .. _journal.Summarize(),
            $"sessions: {load.SignedIn.Count}, none lost; recordings read whole: {load.WholeStreams}; token requests without a token: {held}",
        ];
        foreach (var line in lines)
            await TestContext.Out.WriteLineAsync(line);
    }
}
