using System.Globalization;
using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>What three nodes agree on. The requests go to the nodes directly, so that each test chooses which node answers.</summary>
public sealed class AgreementTests
{
    private const string Profile = "/meet/api/v1/auth/profile";
    private const string Security = "/meet/api/v1/preferences/security";
    private const string Recordings = "/meet/api/v1/recordings";
    private const int AtOnce = 20;
    private const int Rounds = 5;

    private MeetCluster _cluster = null!;
    private ClusterNode _a = null!;
    private ClusterNode _b = null!;
    private ClusterNode _c = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await MeetCluster.StartAsync(nodes: 3);
        (_a, _b, _c) = (_cluster.Nodes[0], _cluster.Nodes[1], _cluster.Nodes[2]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    [Test]
    public async Task One_of_20_requests_at_once_gets_a_name()
    {
        var room = await _cluster.CreateRoomAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var statuses = await AskAtOnceAsync(browser =>
                browser.RequestTokenAsync(room, $"Alice {round}", room.PublisherSecret)
            );
            AssertOneOf(statuses, HttpStatusCode.OK, HttpStatusCode.Conflict);
        }
    }

    [Test]
    public async Task One_of_20_starts_at_once_records_a_room()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var room = await _cluster.CreateRoomAsync();
            _cluster.LiveKit.State.Join(room.Name, "Alice");
            using var moderator = _cluster.NewBrowser();
            await AskAsync(moderator.RequestTokenAsync(room, "Moderator", room.ModeratorSecret));

            var statuses = await AskAtOnceAsync(
                browser => browser.PostAsync(Recordings, new { roomId = room.Name }),
                browser => Copy(moderator, browser, Browser.ParticipantCookie)
            );

            AssertOneOf(statuses, HttpStatusCode.OK, HttpStatusCode.Conflict);
            Assert.That(
                _cluster.LiveKit.State.Egresses.Count(egress => egress.Room == room.Name),
                Is.EqualTo(1)
            );
        }
    }

    [Test]
    public async Task A_user_who_signs_in_on_one_node_is_known_on_the_others()
    {
        using var onA = await SignInOnAAsync();
        using var onB = CopyTo(_b, onA);
        using var onC = CopyTo(_c, onA);
        Assert.That(await AskAsync(onB.GetAsync(Profile)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await AskAsync(onC.GetAsync(Profile)), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_user_who_signs_out_on_one_node_is_refused_by_another_within_5_seconds()
    {
        using var onA = await SignInOnAAsync();
        using var onB = CopyTo(_b, onA);
        await AskAsync(onB.GetAsync(Profile));

        await AskAsync(onA.PostAsync("/meet/api/v1/auth/logout"));

        await MeasureAsync(
            "from the sign-out on one node to the refusal by another",
            async () => await AskAsync(onB.GetAsync(Profile)) == HttpStatusCode.Unauthorized,
            TimeSpan.FromSeconds(5)
        );
    }

    [Test]
    public async Task A_refresh_token_that_one_node_has_replaced_is_good_on_another_for_a_while()
    {
        using var onA = await SignInOnAAsync();
        using var onB = CopyTo(_b, onA);
        using var onC = CopyTo(_c, onA);
        Assert.That(await RefreshAsync(onA), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await RefreshAsync(onB), Is.EqualTo(HttpStatusCode.OK), "within its grace");

        Copy(onB, onC, Browser.RefreshCookie);
        Assert.That(await RefreshAsync(onC), Is.EqualTo(HttpStatusCode.OK), "the current one");

        static Task<HttpStatusCode> RefreshAsync(Browser browser) =>
            AskAsync(browser.PostAsync("/meet/api/v1/auth/refresh"));
    }

    [Test]
    public async Task The_authentication_mode_is_effective_at_once_on_the_other_nodes()
    {
        var room = await _cluster.CreateRoomAsync();
        using var admin = _cluster.NewAdmin(_a);
        for (var round = 0; round < Rounds; round++)
        {
            await SetModeAsync("all_users");
            Assert.That(await RequestOnBAsync(), Is.EqualTo(HttpStatusCode.Unauthorized));
            await SetModeAsync("none");
            Assert.That(await RequestOnBAsync(), Is.EqualTo(HttpStatusCode.OK));
        }

        Task<HttpStatusCode> SetModeAsync(string authMode) =>
            AskAsync(admin.PutAsync(Security, new { authentication = new { authMode } }));

        async Task<HttpStatusCode> RequestOnBAsync()
        {
            using var browser = MeetCluster.NewBrowser(_b);
            return await AskAsync(
                browser.RequestTokenAsync(room, $"{Guid.NewGuid()}", room.PublisherSecret)
            );
        }
    }

    [Test]
    public async Task A_room_that_one_node_deletes_is_gone_at_once_on_the_others()
    {
        var room = await _cluster.CreateRoomAsync();
        using var admin = _cluster.NewAdmin(_a);
        using var onB = MeetCluster.NewBrowser(_b);
        using var onC = MeetCluster.NewBrowser(_c);
        Assert.That(await RequestAsync(onB, "Bob"), Is.EqualTo(HttpStatusCode.OK));

        await AskAsync(admin.DeleteAsync($"/meet/api/v1/rooms/{room.Name}"));

        Assert.That(await RequestAsync(onB, "Beth"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await RequestAsync(onC, "Carl"), Is.EqualTo(HttpStatusCode.NotFound));

        Task<HttpStatusCode> RequestAsync(Browser browser, string name) =>
            AskAsync(browser.RequestTokenAsync(room, name, room.PublisherSecret));
    }

    [Test]
    public async Task A_recording_that_one_node_deletes_is_not_served_by_another_after_a_second()
    {
        var (path, id, media) = await _cluster.RecordAsync(64 * 1024);
        using var onB = MeetCluster.NewBrowser(_b);
        await MeetCluster.SignInAsync(onB);
        using var served = await onB.GetAsync(path);
        Assert.That(await served.Content.ReadAsByteArrayAsync(), Is.EqualTo(media));

        using var admin = _cluster.NewAdmin(_a);
        Assert.That(
            await AskAsync(admin.DeleteAsync($"{Recordings}/{id}")),
            Is.EqualTo(HttpStatusCode.NoContent)
        );

        await MeasureAsync(
            "from the deletion of a recording on one node to the 404 of another",
            async () => await AskAsync(onB.GetAsync(path)) == HttpStatusCode.NotFound,
            TimeSpan.FromSeconds(1)
        );
    }

    /// <summary>The limit is 20. Nodes that have not yet heard of the latest guess may check one more each.</summary>
    [Test]
    public async Task Wrong_secrets_sent_to_all_nodes_in_turn_are_limited_together()
    {
        var room = await _cluster.CreateRoomAsync();
        ClusterNode[] nodes = [_a, _b, _c];
        var guesses = 0;
        while (await GuessAsync(nodes[guesses % nodes.Length]) == HttpStatusCode.Forbidden)
            guesses++;
        await TestContext.Out.WriteLineAsync($"wrong guesses before the limit: {guesses}");

        Assert.That(guesses, Is.InRange(20, 22));
        foreach (var node in nodes)
            Assert.That(await GuessAsync(node), Is.EqualTo(HttpStatusCode.TooManyRequests));

        async Task<HttpStatusCode> GuessAsync(ClusterNode node)
        {
            using var browser = MeetCluster.NewBrowser(node).With("X-Forwarded-For", "203.0.113.7");
            return await AskAsync(browser.RequestTokenAsync(room, "Mallory", "wrong"));
        }
    }

    private static async Task<HttpStatusCode> AskAsync(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        return answer.StatusCode;
    }

    /// <summary>Sends requests of different browsers to all nodes at once.</summary>
    private async Task<HttpStatusCode[]> AskAtOnceAsync(
        Func<Browser, Task<HttpResponseMessage>> ask,
        Action<Browser>? prepare = null
    )
    {
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Enumerable
            .Range(0, AtOnce)
            .Select(async number =>
            {
                using var browser = MeetCluster.NewBrowser(_cluster.Nodes[number % 3]);
                prepare?.Invoke(browser);
                await together.Task;
                return await AskAsync(ask(browser));
            })
            .ToArray();
        together.SetResult();
        return await Task.WhenAll(asking);
    }

    private static void AssertOneOf(
        HttpStatusCode[] statuses,
        HttpStatusCode winner,
        HttpStatusCode others
    )
    {
        Assert.That(statuses.Count(status => status == winner), Is.EqualTo(1));
        Assert.That(statuses.Count(status => status == others), Is.EqualTo(AtOnce - 1));
    }

    private async Task<Browser> SignInOnAAsync()
    {
        var browser = MeetCluster.NewBrowser(_a);
        await MeetCluster.SignInAsync(browser);
        return browser;
    }

    private static Browser CopyTo(ClusterNode node, Browser signedIn)
    {
        var copy = MeetCluster.NewBrowser(node);
        Copy(signedIn, copy, Browser.AccessCookie);
        Copy(signedIn, copy, Browser.RefreshCookie);
        return copy;
    }

    private static void Copy(Browser from, Browser to, string cookie) =>
        to.WithCookie(cookie, from.Cookie(cookie)!);

    private static async Task MeasureAsync(string what, Func<Task<bool>> holds, TimeSpan bound)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(holds, what, bound);
        var took = TimeProvider.System.GetElapsedTime(started);
        await TestContext.Out.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {took.TotalMilliseconds:0} ms")
        );
    }
}
