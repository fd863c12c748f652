using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Spa;

namespace OpenViduMeet.WebApi.FunctionalTests.Pages;

/// <summary>What a room's link shows while LiveKit is not configured.</summary>
public sealed class NoMeetingPageTests
{
    [TestCase("/room/demo?secret=123", true)]
    [TestCase("/room/demo?secret=123", false)]
    [TestCase("/Room/demo/participant-name", true)]
    public async Task A_room_page_says_that_LiveKit_is_not_configured(string path, bool withClient)
    {
        using var client = new BuiltClient();
        await using var meet = withClient ? Hosting(client) : new MeetApiFactory();
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(path);
        using var head = await browser.SendAsync(HttpMethod.Head, path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(page, Does.Contain("LIVEKIT_URL").And.Not.Contain("123"));
        Assert.That(page.Contains("MEET_SPA_DIR"), Is.EqualTo(!withClient));
        Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
        Assert.That(
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            Does.Not.Contain("frame-ancestors"),
            "Whoever embeds the client sees it too"
        );
    }

    [TestCase("/")]
    [TestCase("/login")]
    [TestCase("/console/rooms")]
    [TestCase("/rooms")]
    public async Task Every_other_page_of_the_client_is_served(string path)
    {
        using var client = new BuiltClient();
        await using var meet = Hosting(client);
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(BuiltClient.Index));
    }

    private static MeetApiFactory Hosting(BuiltClient client) =>
        new(new Dictionary<string, string> { ["MEET_SPA_DIR"] = client.Folder });
}
