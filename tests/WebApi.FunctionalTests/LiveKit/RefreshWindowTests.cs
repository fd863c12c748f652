using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>How long an expired token is a proof for its refresh if it is kept for longer than browsers do.</summary>
public sealed class RefreshWindowTests : LiveKitTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);

    [TestCase(0, 200)]
    [TestCase(24 * 3600, 200)]
    [TestCase((24 * 3600) + 1, 404)]
    [TestCase(400 * 24 * 3600, 404)]
    public async Task A_token_is_refreshed_until_a_day_after_its_expiry(
        int secondsSince,
        int status
    )
    {
        var room = await Meet.CreateRoomAsync(days: 500);
        using var browser = await Meet.EnterAsync(room, Alice, room.PublisherSecret);
        LiveKit.State.JoinWith(browser.Cookie(Browser.ParticipantCookie)!);
        Meet.Clock.Advance(Lifetime + TimeSpan.FromSeconds(secondsSince));

        using var answer = await browser.RefreshTokenAsync(room, Alice, room.PublisherSecret);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        if (status == 404)
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.NotFound,
                "Participant not found in the room",
                "Participant Error"
            );
    }

    [Test]
    public async Task After_the_window_a_token_of_another_participant_is_ignored()
    {
        var room = await Meet.CreateRoomAsync(days: 2);
        using var browser = await Meet.EnterAsync(room, "Bob", room.PublisherSecret);
        Meet.Clock.Advance(Lifetime + TimeSpan.FromHours(25));

        using var answer = await browser.RefreshTokenAsync(room, Alice, room.PublisherSecret);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
