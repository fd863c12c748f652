using System.Net;
using System.Net.Http.Headers;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>Webhooks signed by LiveKit's own SDK.</summary>
public sealed class LiveKitSdkWebhookTests
{
    private const string Body =
        """{"event":"room_started","id":"EV_1","createdAt":"1893499200","room":{"sid":"RM_1","name":"Zoë / 日本語"}}""";

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task An_event_signed_by_the_SDK_is_accepted()
    {
        using var answer = await SendAsync(Body, await SignAsync(Body));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_signature_of_the_SDK_is_refused_with_another_body()
    {
        using var answer = await SendAsync(Body.Replace("EV_1", "EV_2"), await SignAsync(Body));
        await answer.ShouldBeErrorAsync(HttpStatusCode.Unauthorized, "Unauthorized");
    }

    private Task<string> SignAsync(string body) =>
        LiveKitSdk.SignWebhookAsync(body, _meet.Clock.GetUtcNow());

    private async Task<HttpResponseMessage> SendAsync(string body, string authorization)
    {
        using var browser = _meet.NewBrowser();
        return await browser.SendAsync(
            HttpMethod.Post,
            "/livekit/webhook",
            new StringContent(body, new MediaTypeHeaderValue("application/webhook+json")),
            ("Authorization", authorization)
        );
    }
}
