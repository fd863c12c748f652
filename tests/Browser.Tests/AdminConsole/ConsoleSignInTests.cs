using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

public sealed class ConsoleSignInTests : ConsoleTests
{
    [Test]
    public async Task In_Development_the_page_says_who_can_sign_in_and_one_click_does_it()
    {
        await OpenAsync();
        await ShouldShowAsync(
            Page.GetByText("Sign in as admin with the password admin: the form is filled in.")
        );
        await Button("Sign in").ClickAsync();

        await ShouldHaveFocusAsync(Heading("Rooms"));
        Assert.That(await Page.TitleAsync(), Is.EqualTo("Rooms - OpenVidu Meet"));
    }

    [TestCase("wrong")]
    [TestCase("x")]
    public async Task A_wrong_password_is_reported_and_can_be_typed_again(string password)
    {
        await OpenAsync();
        await Page.GetByLabel("Password").FillAsync(password);
        await Button("Sign in").ClickAsync();
        await ShouldAlertAsync("The username or the password is wrong.");

        await ShouldHaveFocusAsync(Page.GetByLabel("Password"));
        await Page.GetByLabel("Password").FillAsync("admin");
        await Page.Keyboard.PressAsync("Enter");
        await ShouldShowAsync(Heading("Rooms"));
    }

    [Test]
    public async Task A_user_who_is_no_administrator_sees_why_there_is_nothing()
    {
        await OpenAsync();
        await SignInAsync("user");

        await ShouldHaveFocusAsync(Heading("This page is for administrators"));
        await ShouldShowAsync(Page.GetByText("You are signed in as user"));
        Assert.That(await Page.GetByRole(AriaRole.Navigation).IsVisibleAsync(), Is.False);
        Assert.That(await Page.GetByRole(AriaRole.Article).CountAsync(), Is.Zero);

        await Page.GetByRole(AriaRole.Main)
            .GetByRole(AriaRole.Button, new() { Name = "Sign out" })
            .ClickAsync();
        await ShouldShowAsync(Heading("Sign in"));
    }

    [Test]
    public async Task Signing_out_ends_the_session_and_shows_nothing_more()
    {
        await OpenViewAsync("Recordings");
        await Button("Sign out").ClickAsync();
        await ShouldSayAsync("You are signed out.");
        await ShouldShowAsync(Heading("Sign in"));

        await Page.ReloadAsync();
        await ShouldShowAsync(Heading("Sign in"));
        Assert.That(await Page.GetByRole(AriaRole.Article).CountAsync(), Is.Zero);
        Assert.That(await Page.Context.CookiesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_reloaded_page_shows_the_same_view()
    {
        await OpenViewAsync("Health");
        await Page.ReloadAsync();
        await ShouldShowAsync(Heading("Health"));
    }

    [Test]
    public async Task An_expired_access_token_is_renewed_once_for_all_calls()
    {
        await OpenViewAsync("Rooms");
        await ShouldShowAsync(Card("demo"));
        var renewals = new ConcurrentQueue<int>();
        Page.Response += (_, answer) =>
        {
            if (answer.Url.EndsWith("/auth/refresh", StringComparison.Ordinal))
                renewals.Enqueue(answer.Status);
        };
        await Page.Context.ClearCookiesAsync(new() { Name = TestSupport.Browser.AccessCookie });

        // It makes two calls at once.
        await GoToAsync("Webhooks");
        await ShouldShowAsync(Heading("There are no deliveries"));
        Assert.That(renewals, Is.EqualTo([200]));
    }

    [Test]
    public async Task A_session_that_has_ended_leads_to_the_sign_in_and_back()
    {
        await OpenViewAsync("Rooms");
        await ShouldShowAsync(Card("demo"));
        await Page.Context.ClearCookiesAsync();
        await Link("Recordings").ClickAsync();

        await ShouldAlertAsync("Your session has ended. Sign in again.");
        await SignInAsync();
        await ShouldShowAsync(Heading("Recordings"));
        await ShouldShowAsync(Card("demo"));
    }

    [Test]
    public async Task A_server_that_does_not_answer_is_reported_until_it_is_back()
    {
        await OpenViewAsync("Rooms");
        await Page.RouteAsync("**/meet/api/**", route => route.AbortAsync("connectionrefused"));
        await Link("Recordings").ClickAsync();
        await ShouldAlertAsync("The server does not answer.");

        await Page.UnrouteAsync("**/meet/api/**");
        await Button("Try again").ClickAsync();
        await ShouldShowAsync(Card("demo"));
    }

    [TestCase(429, "30", "There were too many wrong tries. Try again in 30 seconds.")]
    [TestCase(503, "5", "Storage is not available. Try again in 5 seconds.")]
    [TestCase(403, null, "You may not do this.")]
    [TestCase(500, null, "The server has a fault (500). Its log says more.")]
    public async Task A_refusal_is_explained(int status, string? retryAfter, string shown)
    {
        await OpenViewAsync("Rooms");
        await Page.RouteAsync(
            "**/meet/api/v1/recordings**",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = status,
                        ContentType = "application/json",
                        Headers = retryAfter is null
                            ? []
                            : new Dictionary<string, string> { ["Retry-After"] = retryAfter },
                        Body = """
                        {"code": 0, "name": "Storage Error", "message": "Storage is not available"}
                        """,
                    }
                )
        );
        await Link("Recordings").ClickAsync();

        await ShouldAlertAsync(shown);
        await ShouldShowAsync(Button("Try again"));
    }
}
