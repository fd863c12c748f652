using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>A recently verified token proves no more, and no longer, than at first.</summary>
public sealed class RepeatedTokenTests
{
    private const string Profile = "/meet/api/v1/auth/profile";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>How far the clocks of two nodes may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    [Test]
    public async Task A_token_is_refused_after_its_expiry_even_if_it_is_used_repeatedly()
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
    public async Task A_session_is_looked_up_again_after_five_seconds()
    {
        var grants = new SlowGrants();
        await using var meet = new MeetApiFactory(services: services =>
            services.Replace(ServiceDescriptor.Singleton<IAccessGrants>(grants))
        );
        using var browser = await meet.SignInAsAdminAsync();
        var token = browser.Cookie(Browser.AccessCookie)!;

        // The look-up takes four seconds, and the session ends meanwhile.
        grants.OnLookedUp = () => meet.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.OK));
        grants.OnLookedUp = () => { };
        grants.Hold = false;
        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.OK));
        meet.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync(meet, token), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_verified_token_is_accepted_only_in_its_own_cookie()
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

    /// <summary>Sets the cookies directly, because a browser's cookie jar uses the real clock.</summary>
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
