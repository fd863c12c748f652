using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>A recording that is watched through a link is kept by no cache in between.</summary>
public sealed class CachesTests
{
    private const string ApiKey = "an-api-key-of-some-length";
    private const string Links = "/meet/api/v1/recordings/demo--EG_demo--clock/links";

    [Test]
    public async Task Nginx_keeps_nothing_of_a_recording_watched_through_a_link()
    {
        using var server = await PublishedServer.StartAsync(Release.Path, ("MEET_API_KEY", ApiKey));
        await using var nginx = await NginxServer.StartCachingAsync(new Uri(server.Url));
        using var key = new Browser(new Uri(server.Url)).With("X-API-KEY", ApiKey);
        using var viewer = new Browser(nginx.Address);
        using var created = await key.PostAsync(
            Links,
            new
            {
                expiresInSeconds = 3600,
                access = "view",
                code = "1234",
            }
        );
        var link = await created.ReadJsonAsync();
        var path = new Uri(link.GetProperty("url").GetString()!).AbsolutePath + "?code=1234";

        for (var time = 0; time < 3; time++)
        {
            using var whole = await viewer.GetAsync(path);
            using var range = await viewer.SendAsync(
                HttpMethod.Get,
                path,
                null,
                ("Range", "bytes=100-199")
            );
            using var refused = await viewer.GetAsync(path.Replace("1234", "0000"));
            Assert.That(whole.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            // With a cache, nginx asks for the whole recording.
            Assert.That(range.IsSuccessStatusCode, Is.True);
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        }

        Assert.That(nginx.KeptBy(NginxServer.Obedient), Is.Empty);

        // The same cache would keep it if the answer did not forbid that.
        using var careless = await viewer.GetAsync($"/{NginxServer.Careless}{path}");
        Assert.That(careless.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Eventually.HoldsAsync(
            () => nginx.KeptBy(NginxServer.Careless).Count == 1,
            "a cache that does not ask keeps it"
        );

        using var revoked = await key.DeleteAsync(
            $"{Links}/{link.GetProperty("linkId").GetString()}"
        );
        using var after = await viewer.GetAsync(path);
        Assert.That(revoked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
