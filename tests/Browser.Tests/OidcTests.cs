using System.Net;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Oidc;

namespace OpenViduMeet.Browser.Tests;

/// <summary>
/// Signs in with a real provider, npm's <c>oidc-provider</c>. It has another host name than the server, so that the browser takes them for
/// two sites.
/// </summary>
public sealed class OidcTests
{
    private const string Profile = "/meet/api/v1/auth/profile";

    private Chromium _chromium = null!;
    private MeetApiFactory _server = null!;
    private RunningScript _provider = null!;
    private IPage _page = null!;
    private string _issuer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _chromium = await Chromium.StartAsync();
        _issuer = $"http://localhost:{FreePort.Find()}";
        _server = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["MEET_SPA_DIR"] = Checkout.File("tests", "Browser.Tests", "SpaStandIn"),
                ["MEET_OIDC_ISSUER"] = _issuer,
                ["MEET_OIDC_CLIENT_ID"] = OidcProviderDouble.ClientId,
                ["MEET_OIDC_CLIENT_SECRET"] = OidcProviderDouble.ClientSecret,
                ["MEET_OIDC_ADMIN_VALUES"] = "meet-admin",
                ["MEET_BUILT_IN_USERS"] = "false",
            }
        );
        _provider = await OidcProviderScript.StartAsync(
            _issuer,
            _server.Address,
            _server.Clock.GetUtcNow()
        );
        _page = await _chromium.NewPageAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_provider is not null)
            await _provider.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_chromium is not null)
            await _chromium.DisposeAsync();
    }

    [Test]
    public async Task An_account_signs_in_lands_on_its_page_and_is_signed_out_by_the_provider()
    {
        var landed = await SignInAsync("/recordings?page=2");

        // The navigation that the callback's page begins has the Strict cookies.
        var cookies = (await landed.Request.AllHeadersAsync())["cookie"];
        Assert.That(cookies, Does.Contain(TestSupport.Browser.AccessCookie));
        Assert.That(await GetProfileAsync(), Is.EqualTo((200, "jane@example.com")));
        Assert.That(
            (await _page.Context.CookiesAsync()).Select(cookie => cookie.Name),
            Has.None.StartsWith("OvMeetSignIn")
        );

        await _page.GotoAsync($"{_issuer}/session/end");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Yes, sign me out" }).ClickAsync();
        await _page.WaitForURLAsync($"{_issuer}/session/end/success**");
        await _page.GotoAsync(new Uri(_server.Address, "/").ToString());

        Assert.That((await GetProfileAsync()).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_user_who_aborts_sees_a_page_and_is_not_signed_in()
    {
        await _page.GotoAsync(LoginUrl("/"));
        var answer = await _page.RunAndWaitForResponseAsync(
            () => _page.GetByText("[ Cancel ]").ClickAsync(),
            response => response.Url.Contains("/auth/oidc/callback", StringComparison.Ordinal)
        );

        Assert.That(answer.Status, Is.EqualTo((int)HttpStatusCode.Forbidden));
        Assert.That(
            await _page.GetByRole(AriaRole.Heading).TextContentAsync(),
            Is.EqualTo("You are not signed in")
        );
        // The page itself may not send requests.
        await _page.GotoAsync(new Uri(_server.Address, "/").ToString());
        Assert.That((await GetProfileAsync()).Status, Is.EqualTo(401));
    }

    private string LoginUrl(string returnTo) =>
        new Uri(
            _server.Address,
            $"/meet/api/v1/auth/oidc/login?returnTo={Uri.EscapeDataString(returnTo)}"
        ).ToString();

    /// <returns>The answer to the request for the page to return to.</returns>
    private async Task<IResponse> SignInAsync(string returnTo)
    {
        await _page.GotoAsync(LoginUrl(returnTo));
        await _page.Locator("input[name=login]").FillAsync("jane");
        await _page.Locator("input[name=password]").FillAsync("any");
        await _page.GetByRole(AriaRole.Button).ClickAsync();
        var landed = await _page.RunAndWaitForResponseAsync(
            () => _page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync(),
            response => new Uri(response.Url).PathAndQuery == returnTo
        );
        await _page.WaitForURLAsync(new Uri(_server.Address, returnTo).ToString());
        return landed;
    }

    private async Task<(int Status, string? Name)> GetProfileAsync()
    {
        var answer = await _page.EvaluateAsync<System.Text.Json.JsonElement>(
            "async url => { const r = await fetch(url); return { status: r.status, body: await r.json() }; }",
            Profile
        );
        var body = answer.GetProperty("body");
        return (
            answer.GetProperty("status").GetInt32(),
            body.TryGetProperty("username", out var name) ? name.GetString() : null
        );
    }
}
