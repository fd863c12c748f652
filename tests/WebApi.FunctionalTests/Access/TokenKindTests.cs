using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>No kind of token is accepted as another.</summary>
public sealed class TokenKindTests : TokensOfEveryKind
{
    private const string Api = "/meet/api/v1";

    [TestCase(Browser.AccessCookie)]
    [TestCase(Browser.ParticipantCookie)]
    public async Task A_token_of_another_kind_is_refused_as_a_refresh_token_and_revokes_nothing(
        string kind
    )
    {
        await ShouldNotRefreshAsync(Tokens[kind]);

        // The session of the access token still exists.
        using var renewed = await CallAsync(
            $"POST {Api}/auth/refresh",
            Browser.RefreshCookie,
            Tokens[Browser.RefreshCookie]
        );
        Assert.That(renewed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Tokens[Browser.RefreshCookie] = renewed
            .Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.StartsWith(Browser.RefreshCookie, StringComparison.Ordinal))
            .Split(';')[0][(Browser.RefreshCookie.Length + 1)..];
    }

    [TestCaseSource(nameof(AccessOperations))]
    public async Task A_token_of_another_kind_is_refused_as_an_access_token(string operation)
    {
        await ShouldBeRefusedAsync(operation, Browser.AccessCookie, Tokens[Browser.RefreshCookie]);
        await ShouldBeRefusedAsync(
            operation,
            Browser.AccessCookie,
            Tokens[Browser.ParticipantCookie]
        );
    }

    [TestCaseSource(nameof(ParticipantOperations))]
    public async Task A_token_of_another_kind_is_refused_as_a_participant_token(string operation)
    {
        foreach (var kind in new[] { Browser.AccessCookie, Browser.RefreshCookie })
            await ShouldBeRefusedAsync(operation, Browser.ParticipantCookie, Tokens[kind]);
    }

    [Test]
    public async Task A_valid_token_in_the_wrong_cookie_or_header_is_refused()
    {
        using var browser = Meet.NewBrowser();
        browser.With("X-Participant-Token", Tokens[Browser.AccessCookie]);
        browser.WithCookie(Browser.RefreshCookie, Tokens[Browser.AccessCookie]);
        using var answer = await browser.GetAsync($"{Api}/auth/profile");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }
}
