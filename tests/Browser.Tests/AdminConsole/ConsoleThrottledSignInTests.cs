namespace OpenViduMeet.Browser.Tests.AdminConsole;

public sealed class ConsoleThrottledSignInTests : ConsoleTests
{
    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(
            new Dictionary<string, string> { ["MEET_FAILURES_PER_MINUTE"] = "1" }
        );

    [Test]
    public async Task After_too_many_wrong_passwords_the_page_says_how_long_to_wait()
    {
        await OpenAsync();
        foreach (var password in new[] { "wrong", "admin" })
        {
            await Page.GetByLabel("Password").FillAsync(password);
            await Button("Sign in").ClickAsync();
            await ShouldShowAsync(Page.GetByRole(Microsoft.Playwright.AriaRole.Alert));
        }

        await ShouldAlertAsync("There were too many wrong tries. Try again in 60 seconds.");
    }
}
