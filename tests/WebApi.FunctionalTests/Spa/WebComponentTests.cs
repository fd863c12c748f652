using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Spa;

/// <summary>The script that other sites use to embed the client.</summary>
public sealed class WebComponentTests
{
    private const string Path = "/meet/v1/openvidu-meet.js";

    private BuiltClient _client = null!;

    [SetUp]
    public void SetUp() => _client = new BuiltClient();

    [TearDown]
    public void TearDown() => _client.Dispose();

    [Test]
    public async Task Any_site_can_load_the_web_component()
    {
        await using var meet = Hosting(_client);
        using var browser = meet.NewBrowser();
        using var answer = await browser.SendAsync(
            HttpMethod.Get,
            Path,
            null,
            ("Origin", "https://shop.example.com")
        );
        using var again = await browser.SendAsync(
            HttpMethod.Get,
            Path,
            null,
            ("If-None-Match", answer.Headers.ETag!.ToString())
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(BuiltClient.Script));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/javascript"));
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache"));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
        Assert.That(
            answer.Headers.GetValues("Cross-Origin-Resource-Policy"),
            Is.EqualTo(["cross-origin"])
        );
        Assert.That(
            answer.Headers.GetValues("Access-Control-Allow-Origin"),
            Is.EqualTo(["*"]),
            "A module script, and one with an integrity, is fetched with CORS"
        );
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task HEAD_returns_the_headers_without_a_body()
    {
        await using var meet = Hosting(_client);
        using var browser = meet.NewBrowser();
        using var answer = await browser.SendAsync(HttpMethod.Head, Path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(BuiltClient.Script.Length));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task A_client_without_a_web_component_is_reported()
    {
        Directory.Delete(System.IO.Path.Combine(_client.Folder, "webcomponent"), recursive: true);
        await using var meet = Hosting(_client);
        await ShouldBeMissingAsync(meet, "webcomponent/openvidu-meet.bundle.min.js");
    }

    [Test]
    public async Task A_server_without_a_client_is_reported()
    {
        await using var meet = new MeetApiFactory();
        await ShouldBeMissingAsync(meet, "MEET_SPA_DIR");
    }

    private static MeetApiFactory Hosting(BuiltClient client) =>
        new(new Dictionary<string, string> { ["MEET_SPA_DIR"] = client.Folder });

    private static async Task ShouldBeMissingAsync(MeetApiFactory meet, string what)
    {
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(Path);
        using var head = await browser.SendAsync(HttpMethod.Head, Path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/plain"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(what));
    }
}
