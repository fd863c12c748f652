using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Oidc;
using OpenViduMeet.WebApi.FunctionalTests.Access;
using static OpenViduMeet.WebApi.FunctionalTests.Oidc.OidcBrowser;

namespace OpenViduMeet.WebApi.FunctionalTests.Oidc;

/// <summary>A server whose built-in users are switched off.</summary>
public sealed class NoBuiltInUsersTests
{
    private const string Login = "/meet/api/v1/auth/login";

    [Test]
    public async Task A_password_is_answered_as_a_wrong_one()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_BUILT_IN_USERS"] = "false" }
        );
        using var browser = meet.NewBrowser();
        using var answer = await browser.PostAsync(
            Login,
            new { username = "admin", password = "admin" }
        );
        await answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Invalid username or password");
        using var methods = await browser.GetAsync(SignIns);
        Assert.That(
            (await methods.ReadJsonAsync()).GetProperty("builtInUsers").GetBoolean(),
            Is.False
        );
    }

    [Test]
    public async Task A_start_without_built_in_users_ends_their_sessions_on_all_nodes()
    {
        await using var nodes = new TwoNodes();
        using var admin = await nodes.Here.SignInAsAdminAsync();
        await admin.ShouldBeAsync("admin", "admin");

        nodes.Start(("MEET_BUILT_IN_USERS", "false"));
        nodes.Pass(TimeSpan.FromSeconds(5));

        await admin.ShouldBeSignedOutAsync();
        using var refresh = await admin.PostAsync("/meet/api/v1/auth/refresh");
        Assert.That(refresh.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Accounts_of_the_provider_still_sign_in()
    {
        await using var provider = await OidcProviderDouble.StartAsync();
        await using var meet = new MeetApiFactory(
            provider.Settings(("MEET_BUILT_IN_USERS", "false"))
        );
        provider.Account["preferred_username"] = "admin";
        provider.Account["roles"] = "owner";
        using var browser = await provider.SignInAsync(meet);
        await browser.ShouldBeAsync("admin", "admin");
    }
}
