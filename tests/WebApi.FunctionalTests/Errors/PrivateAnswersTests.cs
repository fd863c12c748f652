using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Errors;

public sealed class PrivateAnswersTests
{
    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;
    private TestRoom _room = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
        _room = await _meet.CreateRoomAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase("/meet/api/v1/rooms")]
    [TestCase("/meet/api/v1/rooms/demo")]
    [TestCase("/meet/api/v1/auth/profile")]
    [TestCase("/meet/api/v1/preferences/security")]
    [TestCase("/meet/api/v1/preferences/webhooks")]
    [TestCase("/meet/api/v1/recordings")]
    [TestCase("/meet/api/v1/nothing")]
    [TestCase("/meet/internal-api/v1/rooms/demo/participant-role?secret=x")]
    public async Task An_API_response_is_not_cached(string path)
    {
        using var answer = await _admin.GetAsync(path);
        ShouldBeKeptNowhere(answer);
    }

    [Test]
    public async Task A_token_response_is_not_cached()
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, "Alice", _room.PublisherSecret);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        ShouldBeKeptNowhere(answer);
    }

    [Test]
    public async Task A_sign_in_response_is_not_cached()
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.PostAsync(
            "/meet/api/v1/auth/login",
            new { username = "admin", password = "admin" }
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        ShouldBeKeptNowhere(answer);
    }

    [Test]
    public async Task Media_has_its_own_cache_header()
    {
        using var answer = await _admin.GetAsync(
            "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream"
        );
        Assert.That(
            answer.Headers.CacheControl?.ToString(),
            Is.EqualTo("no-cache, private").Or.EqualTo("private, no-cache")
        );
    }

    private static void ShouldBeKeptNowhere(HttpResponseMessage answer)
    {
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(
            answer.Headers.GetValues("X-Content-Type-Options"),
            Is.EqualTo(new[] { "nosniff" })
        );
    }
}
