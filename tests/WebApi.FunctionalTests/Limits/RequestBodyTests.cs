using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.Limits;

public sealed class RequestBodyTests
{
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase("")]
    [TestCase("Authorization: nonsense\r\n")]
    public async Task A_webhook_without_a_good_signature_is_refused_before_its_body_is_read(
        string header
    )
    {
        using var client = await RawConnection.OpenAsync(_meet.Address);

        await client.SendAsync(Head("/livekit/webhook", 1_000_000, header));
        var answer = await client.ReadUntilAsync("\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 401"));
    }

    [Test]
    public async Task A_participant_token_is_refused_by_the_webhook()
    {
        var room = await _meet.CreateRoomAsync();
        using var browser = await _meet.EnterAsync(room);
        var token = browser.Cookie(Browser.ParticipantCookie);
        using var client = await RawConnection.OpenAsync(_meet.Address);

        await client.SendAsync(Head("/livekit/webhook", 1_000_000, $"Authorization: {token}\r\n"));
        var answer = await client.ReadUntilAsync("\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 401"));
    }

    [TestCase("/meet/internal-api/v1/participants/token")]
    [TestCase("/meet/api/v1/auth/login")]
    public async Task An_unsigned_body_over_64_KiB_is_too_large(string path)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.PostAsync(
            path,
            new { secret = new string('a', 64 * 1024) }
        );
        await answer.ShouldBeErrorAsync(
            HttpStatusCode.RequestEntityTooLarge,
            "Request body too large",
            "Request Error"
        );
    }

    [Test]
    public async Task LiveKit_may_send_more_than_64_KiB()
    {
        using var liveKit = new LiveKitWebhooks(_meet.Address, _meet.Clock);
        var body = LiveKitWebhooks.RoomStarted("of-others", new string('a', 500_000));
        using var answer = await liveKit.SendAsync(body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_LiveKit_body_over_its_own_limit_is_too_large()
    {
        using var liveKit = new LiveKitWebhooks(_meet.Address, _meet.Clock);
        using var client = await RawConnection.OpenAsync(_meet.Address);
        var authorization = $"Authorization: {liveKit.Authorize("{}")}\r\n";

        // The body is only announced: a client that keeps sending may lose the connection before it reads the answer.
        await client.SendAsync(Head("/livekit/webhook", (1024 * 1024) + 1, authorization));
        var answer = await client.ReadUntilAsync("\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 413"));
    }

    [TestCase("/meet/internal-api/v1/participants/token")]
    [TestCase("/meet/api/v1/auth/login")]
    public async Task A_body_that_has_not_arrived_after_ten_seconds_times_out(string path)
    {
        await using var meet = new MeetApiFactory();
        using var client = await RawConnection.OpenAsync(meet.Address);
        await client.SendAsync(Head(path, 60_000));
        Assert.That(await client.ReadUntilAsync(Continue), Is.EqualTo(Continue));

        // Sends all but the last byte, which is fast enough for any minimum rate.
        await client.SendAsync(new string(' ', 59_999));
        meet.Clock.Advance(TimeSpan.FromSeconds(10));
        var answer = await client.ReadUntilAsync("}");

        Assert.That(answer, Does.StartWith("HTTP/1.1 408").And.Contain("Connection: close"));
        Assert.That(answer, Does.Contain("""{"code":408,"name":"Request Error","""));
    }

    [Test]
    public async Task A_webhook_body_also_has_ten_seconds()
    {
        await using var meet = new MeetApiFactory();
        using var liveKit = new LiveKitWebhooks(meet.Address, meet.Clock);
        using var client = await RawConnection.OpenAsync(meet.Address);
        var authorization = $"Authorization: {liveKit.Authorize("{}")}\r\n";
        await client.SendAsync(Head("/livekit/webhook", 2, authorization));
        Assert.That(await client.ReadUntilAsync(Continue), Is.EqualTo(Continue));

        await client.SendAsync("{");
        meet.Clock.Advance(TimeSpan.FromSeconds(10));
        var answer = await client.ReadUntilAsync("\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 408"));
    }

    private static string Head(string path, int length, string headers = "") =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + $"Expect: 100-continue\r\nContent-Length: {length}\r\n{headers}\r\n";
}
