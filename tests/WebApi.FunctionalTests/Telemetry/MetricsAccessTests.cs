using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

/// <summary>Who may read the metrics, and where.</summary>
public sealed class MetricsAccessTests
{
    private const string Metrics = "/metrics";

    [TestCase("X-API-KEY", MeetApiFactory.ApiKey, HttpStatusCode.OK)]
    [TestCase("Authorization", $"Bearer {MeetApiFactory.ApiKey}", HttpStatusCode.OK)]
    [TestCase("X-API-KEY", "wrong", HttpStatusCode.Unauthorized)]
    [TestCase("Authorization", "Bearer wrong", HttpStatusCode.Unauthorized)]
    [TestCase("Authorization", $"Basic {MeetApiFactory.ApiKey}", HttpStatusCode.Unauthorized)]
    [TestCase("X-Nothing", "-", HttpStatusCode.Unauthorized)]
    public async Task Metrics_need_an_API_key(string header, string value, HttpStatusCode expected)
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser().With(header, value);

        using var answer = await browser.GetAsync(Metrics);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        if (expected != HttpStatusCode.OK)
            await answer.ShouldBeErrorAsync(expected, "Unauthorized");
    }

    [TestCase("metrics:read", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [TestCase("rooms", HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    public async Task A_key_needs_the_scope_for_metrics_which_opens_nothing_else(
        string scope,
        HttpStatusCode metrics,
        HttpStatusCode rooms
    )
    {
        await using var meet = new MeetApiFactory();
        using var admin = await meet.SignInAsAdminAsync();
        using var created = await admin.PostAsync(
            "/meet/api/v1/api-keys",
            new { name = "Prometheus", scopes = new[] { scope } }
        );
        var key = (await created.ReadJsonAsync()).GetProperty("key").GetString()!;
        using var prometheus = meet.NewBrowser().With("X-API-KEY", key);

        using var read = await prometheus.GetAsync(Metrics);
        using var listed = await prometheus.GetAsync("/meet/api/v1/rooms");

        Assert.That(read.StatusCode, Is.EqualTo(metrics));
        Assert.That(listed.StatusCode, Is.EqualTo(rooms));
    }

    [Test]
    public async Task A_key_in_the_place_of_an_access_token_opens_nothing_but_metrics()
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser()
            .With("Authorization", $"Bearer {MeetApiFactory.ApiKey}");

        using var answer = await browser.GetAsync("/meet/api/v1/rooms");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_signed_in_administrator_without_a_key_is_refused()
    {
        await using var meet = new MeetApiFactory();
        using var admin = await meet.SignInAsAdminAsync();

        using var answer = await admin.GetAsync(Metrics);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_port_of_its_own_serves_the_metrics_to_everybody_and_nothing_else()
    {
        var port = FreePort.Find();
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_METRICS_PORT"] = $"{port}" }
        );
        using var own = new Browser(new UriBuilder(meet.Address) { Port = port }.Uri);

        using var metrics = await own.GetAsync(Metrics);
        Assert.That(metrics.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await metrics.Content.ReadAsStringAsync(), Does.Contain("meet_database_up"));
        foreach (var path in new[] { "/", "/meet/health", "/meet/api/v1/rooms", "/metrics/x" })
        {
            using var other = await own.With("X-API-KEY", MeetApiFactory.ApiKey).GetAsync(path);
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
    }

    [Test]
    public async Task The_servers_own_port_has_no_metrics_if_they_have_another()
    {
        var port = FreePort.Find();
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_METRICS_PORT"] = $"{port}" }
        );
        using var browser = meet.NewBrowser()
            .With("X-API-KEY", MeetApiFactory.ApiKey)
            .With("Host", $"localhost:{port}");

        using var answer = await browser.GetAsync(Metrics);

        await answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Path not found");
    }

    [Test]
    public async Task Nothing_is_served_if_telemetry_is_switched_off()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["OTEL_SDK_DISABLED"] = "true" }
        );
        using var browser = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        using var answer = await browser.GetAsync(Metrics);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("POST")]
    [TestCase("PUT")]
    public async Task Metrics_can_only_be_read(string method)
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        using var answer = await browser.SendAsync(new HttpMethod(method), Metrics);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }
}
