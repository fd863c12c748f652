using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>A refresh token that is used again: soon, as two tabs of a browser do, and later, as a thief does.</summary>
public sealed class RefreshAgainTests
{
    private const string Auth = "/meet/api/v1/auth";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TwoNodes _nodes = null!;

    [SetUp]
    public void Start() => _nodes = new TwoNodes();

    [TearDown]
    public async Task StopAsync() => await _nodes.DisposeAsync();

    [Test]
    public async Task Twenty_refreshes_at_once_with_one_token_all_succeed_and_all_results_work()
    {
        var token = await SignInAsync();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(number =>
                    Task.Run(() =>
                        RefreshAsync(number % 2 == 0 ? _nodes.Here : _nodes.There, token)
                    )
                )
        );

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
        foreach (var answer in answers)
            Assert.That(await ProfileAsync(answer.Access), Is.EqualTo(HttpStatusCode.OK));
        foreach (var answer in answers)
        {
            var next = await RefreshAsync(_nodes.There, answer.Refresh);
            Assert.That(next.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await ProfileAsync(next.Access), Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task A_token_used_again_within_thirty_seconds_succeeds_and_both_results_work()
    {
        var token = await SignInAsync();
        var first = await RefreshAsync(_nodes.Here, token);
        _nodes.Pass(Grace);

        var second = await RefreshAsync(_nodes.There, token);

        Assert.That(second.Status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var result in new[] { first, second })
        {
            Assert.That(await ProfileAsync(result.Access), Is.EqualTo(HttpStatusCode.OK));
            var next = await RefreshAsync(_nodes.Here, result.Refresh);
            Assert.That(next.Status, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task The_first_token_of_a_chain_succeeds_again_within_thirty_seconds()
    {
        var token = await SignInAsync();
        var first = await RefreshAsync(_nodes.Here, token);
        _nodes.Pass(Second);
        var second = await RefreshAsync(_nodes.Here, first.Refresh);
        _nodes.Pass(Second);

        var again = await RefreshAsync(_nodes.There, token);
        var next = await RefreshAsync(_nodes.Here, again.Refresh);
        var latest = await RefreshAsync(_nodes.There, second.Refresh);

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(next.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(latest.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_token_used_again_after_thirty_seconds_ends_the_session_and_its_access_tokens()
    {
        var token = await SignInAsync();
        var victim = await RefreshAsync(_nodes.Here, token);
        var again = await RefreshAsync(_nodes.There, token);
        _nodes.Pass(Grace + Second);
        string[] access = [victim.Access, again.Access];
        foreach (var one in access)
            Assert.That(await ProfileAsync(one), Is.EqualTo(HttpStatusCode.OK));

        var stolen = await RefreshAsync(_nodes.There, token);
        _nodes.Pass(TimeSpan.FromSeconds(5));

        Assert.That(stolen.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        foreach (var one in access)
            Assert.That(await ProfileAsync(one), Is.EqualTo(HttpStatusCode.Unauthorized));
        foreach (var result in new[] { victim, again })
        {
            var next = await RefreshAsync(_nodes.Here, result.Refresh);
            Assert.That(next.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        }
    }

    [Test]
    public async Task Using_a_token_again_does_not_extend_its_grace_period()
    {
        var token = await SignInAsync();
        await RefreshAsync(_nodes.Here, token);
        _nodes.Pass(Grace - Second);
        var inTime = await RefreshAsync(_nodes.Here, token);
        _nodes.Pass(2 * Second);

        var late = await RefreshAsync(_nodes.Here, token);

        Assert.That(inTime.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(late.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Within_its_grace_period_a_token_does_not_restore_a_signed_out_session()
    {
        using var browser = await _nodes.Here.SignInAsAdminAsync();
        var token = browser.Cookie(Browser.RefreshCookie)!;
        using var refreshed = await browser.PostAsync($"{Auth}/refresh");
        using var signedOut = await browser.PostAsync($"{Auth}/logout");

        var again = await RefreshAsync(_nodes.There, token);

        Assert.That(again.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private async Task<string> SignInAsync()
    {
        using var browser = await _nodes.Here.SignInAsAdminAsync();
        return browser.Cookie(Browser.RefreshCookie)!;
    }

    private async Task<HttpStatusCode> ProfileAsync(string access)
    {
        using var browser = _nodes.Here.NewBrowser().WithCookie(Browser.AccessCookie, access);
        using var answer = await browser.GetAsync($"{Auth}/profile");
        return answer.StatusCode;
    }

    /// <summary>The tokens are empty if the answer has none.</summary>
    private static async Task<(HttpStatusCode Status, string Access, string Refresh)> RefreshAsync(
        MeetApiFactory node,
        string token
    )
    {
        using var browser = node.NewBrowser().WithCookie(Browser.RefreshCookie, token);
        using var answer = await browser.PostAsync($"{Auth}/refresh");
        return (
            answer.StatusCode,
            SetBy(answer, Browser.AccessCookie),
            SetBy(answer, Browser.RefreshCookie)
        );
    }

    private static string SetBy(HttpResponseMessage answer, string cookie) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies
                .Single(value => value.StartsWith($"{cookie}=", StringComparison.Ordinal))
                .Split('=', ';')[1]
            : "";
}
