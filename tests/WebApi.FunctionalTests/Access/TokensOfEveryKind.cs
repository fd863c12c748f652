using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>A server whose administrator has joined a room, the tokens of that administrator, and what tokens give access to.</summary>
public abstract class TokensOfEveryKind
{
    private const string Api = "/meet/api/v1";
    private const string Internal = "/meet/internal-api/v1";

    protected static readonly string[] AccessOperations =
    [
        $"GET {Api}/auth/profile",
        $"PUT {Api}/preferences/security",
        $"POST {Api}/rooms",
        $"GET {Api}/rooms",
        $"GET {Api}/rooms/ROOM",
        $"GET {Internal}/recordings/a--EG_b--c/stream",
        $"HEAD {Internal}/recordings/a--EG_b--c/stream",
        $"POST {Internal}/participants/token",
        $"POST {Internal}/participants/token/refresh",
    ];

    protected static readonly string[] ParticipantOperations =
    [
        $"DELETE {Internal}/participants/admin?roomName=ROOM",
        $"GET {Api}/rooms/ROOM",
    ];

    private TestRoom _room = null!;

    protected MeetApiFactory Meet { get; private set; } = null!;

    /// <summary>A valid token of each kind, by its cookie.</summary>
    protected IDictionary<string, string> Tokens { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Meet = new MeetApiFactory();
        _room = await Meet.CreateRoomAsync();
        using var admin = await Meet.SignInAsAdminAsync();
        using var joined = await admin.RequestTokenAsync(_room, "admin", _room.ModeratorSecret);
        Tokens = new[]
        {
            Browser.AccessCookie,
            Browser.RefreshCookie,
            Browser.ParticipantCookie,
        }.ToDictionary(kind => kind, kind => admin.Cookie(kind)!);
        // Makes requests for a participant token require an access token.
        using var answer = await admin.PutAsync(
            $"{Api}/preferences/security",
            new { authentication = new { authMode = "all_users" } }
        );
        answer.EnsureSuccessStatusCode();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await Meet.DisposeAsync();

    protected async Task ShouldNotRefreshAsync(string token)
    {
        using var refresh = await CallAsync(
            $"POST {Api}/auth/refresh",
            Browser.RefreshCookie,
            token
        );
        using var logout = await CallAsync($"POST {Api}/auth/logout", Browser.RefreshCookie, token);

        await refresh.ShouldBeErrorAsync(
            HttpStatusCode.BadRequest,
            "Invalid refresh token",
            "Authentication Error"
        );
        Assert.That(logout.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    protected async Task ShouldBeRefusedAsync(string operation, string cookie, string token)
    {
        using var answer = await CallAsync(operation, cookie, token);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), operation);
        if (!operation.StartsWith("HEAD", StringComparison.Ordinal))
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.Unauthorized,
                "Unauthorized",
                "Authentication Error"
            );
    }

    protected async Task<HttpResponseMessage> CallAsync(
        string operation,
        string cookie,
        string token
    )
    {
        var words = operation.Replace("ROOM", _room.Name, StringComparison.Ordinal).Split(' ');
        using var browser = Meet.NewBrowser().WithCookie(cookie, token);
        // With the participant token, a refresh can be refused only because of the access token.
        if (operation.EndsWith("/token/refresh", StringComparison.Ordinal))
            browser.WithCookie(Browser.ParticipantCookie, Tokens[Browser.ParticipantCookie]);
        return await browser.SendAsync(new HttpMethod(words[0]), words[1], BodyFor(operation));
    }

    private object? BodyFor(string operation)
    {
        if (operation.Contains("/participants/token", StringComparison.Ordinal))
            return new
            {
                roomName = _room.Name,
                participantName = "Somebody",
                secret = _room.ModeratorSecret,
            };
        if (operation.StartsWith("PUT", StringComparison.Ordinal))
            return new { authentication = new { authMode = "none" } };
        return operation == $"POST {Api}/rooms"
            ? new { expirationDate = Meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds() }
            : null;
    }
}
