using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>A LiveKit whose network or process fails in some way: callers get an answer in time, and the server keeps running.</summary>
public sealed class UnreachableLiveKitTests
{
    private const string Alice = "Alice";

    private LiveKitDouble _liveKit = null!;
    private FaultProxy _proxy = null!;
    private MeetApiFactory _meet = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _liveKit = await LiveKitDouble.StartAsync();
        _proxy = await FaultProxy.StartAsync(_liveKit.Url);
        _meet = new MeetApiFactory(
            new Dictionary<string, string> { ["LIVEKIT_URL"] = _proxy.Address.ToString() }
        );
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _meet.DisposeAsync();
        await _proxy.DisposeAsync();
        await _liveKit.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Named(null, "a host that drops packets");
        yield return Named(new ProxyFault.Stall(0), "headers, then silence");
        yield return Named(new ProxyFault.Slow(1), "one byte a second");
        yield return Named(new ProxyFault.GarbageStatusLine(), "a garbage status line");
        yield return Named(new ProxyFault.Answer(HttpStatusCode.OK, "[null]"), "a wrong shape");

        // An endless body means that LiveKit tells too much of a participant, who then counts as present: see KickTests.
        static TestCaseData Named(ProxyFault? fault, string name) =>
            new TestCaseData<ProxyFault?>(fault).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Callers_get_503_within_5_seconds_and_the_server_keeps_running(
        ProxyFault? fault
    )
    {
        var room = await _meet.CreateRoomAsync();
        _liveKit.State.Join(room.Name, Alice);
        using var moderator = await _meet.EnterAsync(room);
        using var other = _meet.NewBrowser();
        using var admin = await _meet.SignInAsAdminAsync();
        if (fault is null)
            await _proxy.DropConnectionsAsync();
        else
            _proxy.InjectFault(fault);

        var started = TimeProvider.System.GetTimestamp();
        var answers = await Task.WhenAll(
            other.RequestTokenAsync(room, "Bob", room.PublisherSecret),
            moderator.DisconnectAsync(room, Alice),
            admin.PostAsync("/meet/api/v1/rooms", new { expirationDate = 4102444800000 }),
            moderator.PostAsync("/meet/api/v1/recordings", new { roomId = room.Name })
        );

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(AnswerTimes.Bound));
        foreach (var answer in answers)
        {
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.ServiceUnavailable,
                "LiveKit is not available",
                "LiveKit Error"
            );
            Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
            answer.Dispose();
        }

        // The reconciler runs while LiveKit fails.
        _meet.Clock.Advance(TimeSpan.FromMinutes(1));
        if (fault is null)
            await _proxy.AcceptConnectionsAgainAsync();
        else
            _proxy.Behave();
        _liveKit.ForgetCalls();
        await Eventually.HoldsAsync(
            () =>
            {
                _meet.Clock.Advance(TimeSpan.FromMinutes(1));
                return _liveKit.CalledMethods.Contains("ListRooms");
            },
            "the reconciler runs again"
        );
        await Eventually.HoldsAsync(
            async () =>
            {
                using var browser = _meet.NewBrowser();
                using var token = await browser.RequestTokenAsync(
                    room,
                    "Carol",
                    room.PublisherSecret
                );
                return token.StatusCode == HttpStatusCode.OK;
            },
            "tokens are given again"
        );
    }

    [Test]
    public async Task A_start_that_no_egress_answers_does_not_block_joining()
    {
        // As without Redis: a start hangs, and the list of egresses fails at once.
        _liveKit.InjectFault(LiveKitFault.Stall, "StartRoomCompositeEgress");
        _liveKit.InjectFault(LiveKitFault.InternalError, "ListEgress");
        var rooms = new List<(TestRoom Room, Browser Moderator)>();
        for (var room = 0; room < 4; room++)
        {
            var made = await _meet.CreateRoomAsync();
            _liveKit.State.Join(made.Name, Alice);
            rooms.Add((made, await _meet.EnterAsync(made)));
        }

        var presses = await Task.WhenAll(
            rooms.Select(made =>
                made.Moderator.PostAsync("/meet/api/v1/recordings", new { roomId = made.Room.Name })
            )
        );

        Assert.That(presses.Select(press => (int)press.StatusCode), Is.All.EqualTo(503));
        using var browser = _meet.NewBrowser();
        using var token = await browser.RequestTokenAsync(
            rooms[0].Room,
            "Bob",
            rooms[0].Room.PublisherSecret
        );
        Assert.That(token.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var press in presses)
            press.Dispose();
        foreach (var (_, moderator) in rooms)
            moderator.Dispose();
    }
}
