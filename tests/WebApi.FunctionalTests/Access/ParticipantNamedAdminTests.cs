using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>The vulnerability of upstream: a participant with an administrator's name gets that administrator's rights.</summary>
public sealed class ParticipantNamedAdminTests
{
    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;
    private Browser _attacker = null!;

    [OneTimeSetUp]
    public async Task JoinAsAdminAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
        using var joining = _meet.NewBrowser();
        using var joined = await joining.RequestTokenAsync(_room, "admin", _room.PublisherSecret);
        joined.EnsureSuccessStatusCode();
        var token = joining.Cookie(Browser.ParticipantCookie)!;
        _attacker = _meet
            .NewBrowser()
            .WithCookie(Browser.AccessCookie, token)
            .WithCookie(Browser.RefreshCookie, token);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _attacker.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase("GET", "/meet/api/v1/auth/profile")]
    [TestCase("GET", "/meet/api/v1/rooms")]
    [TestCase("GET", "/meet/api/v1/rooms/ROOM")]
    [TestCase("PUT", "/meet/api/v1/preferences/security")]
    [TestCase("GET", "/meet/internal-api/v1/recordings/a--EG_b--c/stream")]
    [TestCase("HEAD", "/meet/internal-api/v1/recordings/a--EG_b--c/stream")]
    [TestCase("DELETE", "/meet/internal-api/v1/participants/admin?roomName=ROOM")]
    public async Task A_participant_named_admin_is_unauthorized(string method, string path)
    {
        using var answer = await _attacker.SendAsync(
            new HttpMethod(method),
            path.Replace("ROOM", _room.Name, StringComparison.Ordinal),
            method == "PUT" ? new { authentication = new { authMode = "none" } } : null
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task A_participant_named_admin_cannot_create_a_room()
    {
        using var answer = await _attacker.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = _meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds() }
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_participant_named_admin_cannot_renew_a_session()
    {
        using var answer = await _attacker.PostAsync("/meet/api/v1/auth/refresh");

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.BadRequest,
            "Invalid refresh token",
            "Authentication Error"
        );
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }
}
