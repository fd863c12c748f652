using OpenViduMeet.TestSupport.Oidc;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

public sealed class ConsoleProviderSignInTests : ConsoleTests
{
    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(
            new Dictionary<string, string>
            {
                ["MEET_OIDC_ISSUER"] = "http://localhost:9",
                ["MEET_OIDC_CLIENT_ID"] = OidcProviderDouble.ClientId,
                ["MEET_OIDC_CLIENT_SECRET"] = OidcProviderDouble.ClientSecret,
                ["MEET_OIDC_ADMIN_VALUES"] = "meet-admin",
                ["MEET_BUILT_IN_USERS"] = "false",
            }
        );

    [Test]
    public async Task With_a_provider_alone_the_page_links_it_and_asks_for_no_password()
    {
        await OpenAsync("meet/console#health");

        await ShouldShowAsync(Link("Sign in with your organization"));
        Assert.That(
            await Link("Sign in with your organization").GetAttributeAsync("href"),
            Is.EqualTo("/meet/api/v1/auth/oidc/login?returnTo=%2Fmeet%2Fconsole%23health")
        );
        Assert.That(await Page.GetByLabel("Password").CountAsync(), Is.Zero);
    }
}
