using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>A token that was verified a moment ago proves no more and no longer than at first.</summary>
public sealed class RepeatedTokenTests
{
    private const string Profile = "/meet/api/v1/auth/profile";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>How far the clocks of two nodes may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    [Test]
    public async Task It_ends_when_it_expires_however_often_it_was_used()
    {
        await using var meet = new MeetApiFactory();
        using var browser = await meet.SignInAsAdminAsync();
        var token = browser.Cookie(Browser.AccessCookie)!;

        foreach (var left in new[] { 2, 1 })
        {
            var now = MeetApiFactory.Start + Lifetime + Skew - TimeSpan.FromSeconds(left);
            meet.Clock.SetUtcNow(now);
            Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.OK));
        }

        meet.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Five_seconds_after_its_session_was_looked_up_it_is_looked_up_again()
    {
        var grants = new SlowGrants();
        await using var meet = new MeetApiFactory(services: services =>
            services.Replace(ServiceDescriptor.Singleton<IAccessGrants>(grants))
        );
        using var browser = await meet.SignInAsAdminAsync();
        var token = browser.Cookie(Browser.AccessCookie)!;

        // The answer is on its way for four seconds, and the session ends meanwhile.
        grants.OnLookedUp = () => meet.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.OK));
        grants.OnLookedUp = () => { };
        grants.Hold = false;
        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.OK));
        meet.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task It_is_good_in_its_own_cookie_only()
    {
        await using var meet = new MeetApiFactory();
        using var browser = await meet.SignInAsAdminAsync();
        var token = browser.Cookie(Browser.AccessCookie)!;
        var room = await meet.CreateRoomAsync();
        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.OK));

        using var pretender = meet.NewBrowser().WithCookie(Browser.ParticipantCookie, token);
        using var answer = await pretender.GetAsync($"/meet/api/v1/rooms/{room.Name}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    /// <summary>Cookies of our own: a browser's jar goes by the real clock.</summary>
    private static async Task<HttpStatusCode> AskAsync(MeetApiFactory meet, string token)
    {
        using var browser = meet.NewBrowser().WithCookie(Browser.AccessCookie, token);
        using var answer = await browser.GetAsync(Profile);
        return answer.StatusCode;
    }

    private sealed class SlowGrants : IAccessGrants
    {
        public bool Hold { get; set; } = true;

        public Action OnLookedUp { get; set; } = () => { };

        public Task<bool> HoldsAsync(AccessGrant grant, CancellationToken ct)
        {
            OnLookedUp();
            return Task.FromResult(Hold);
        }
    }
}
