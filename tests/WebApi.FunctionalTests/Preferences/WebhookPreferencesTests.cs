using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Preferences;

public sealed class WebhookPreferencesTests
{
    private const string Webhooks = "/meet/api/v1/preferences/webhooks";
    private const string Url = "http://127.0.0.1:9/hook?secret=1";

    private static readonly Dictionary<string, string> AllowPrivate = new()
    {
        ["MEET_WEBHOOK_ALLOW_PRIVATE"] = "true",
    };

    [Test]
    public async Task Webhooks_are_disabled_by_default_and_a_change_is_kept()
    {
        await using var meet = new MeetApiFactory(AllowPrivate);
        using var admin = await meet.SignInAsAdminAsync();

        Assert.That(await GetAsync(admin), Is.EqualTo("""{"enabled":false}"""));
        (await PutAsync(admin, $$"""{"url":"{{Url}}"}""")).Dispose();
        Assert.That(await GetAsync(admin), Is.EqualTo($$"""{"enabled":false,"url":"{{Url}}"}"""));
        using var put = await PutAsync(admin, """{"enabled":true}""");
        Assert.That(
            await put.Content.ReadAsStringAsync(),
            Is.EqualTo($$"""{"enabled":true,"url":"{{Url}}"}""")
        );
        Assert.That(await GetAsync(admin), Is.EqualTo($$"""{"enabled":true,"url":"{{Url}}"}"""));
        (await PutAsync(admin, """{"enabled":false}""")).Dispose();
        Assert.That(await GetAsync(admin), Is.EqualTo($$"""{"enabled":false,"url":"{{Url}}"}"""));
    }

    [Test]
    public async Task The_settings_apply_until_an_administrator_changes_the_preferences()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>(AllowPrivate)
            {
                ["MEET_WEBHOOK_ENABLED"] = "true",
                ["MEET_WEBHOOK_URL"] = Url,
            }
        );
        using var admin = await meet.SignInAsAdminAsync();

        Assert.That(await GetAsync(admin), Is.EqualTo($$"""{"enabled":true,"url":"{{Url}}"}"""));
        (await PutAsync(admin, """{"enabled":false}""")).Dispose();
        Assert.That(await GetAsync(admin), Is.EqualTo($$"""{"enabled":false,"url":"{{Url}}"}"""));
    }

    [TestCase("""{"enabled":true}""", "url")]
    [TestCase("""{"enabled":"yes"}""", "enabled")]
    [TestCase("""{"url":1}""", "url")]
    [TestCase("""{"url":""}""", "url")]
    [TestCase("""{"url":"example.com"}""", "url")]
    [TestCase("""{"url":"ftp://example.com"}""", "url")]
    [TestCase("""{"url":"http://user:password@example.com"}""", "url")]
    [TestCase("""{"url":"http://127.0.0.1/"}""", "url")]
    [TestCase("""{"url":"http://localhost/"}""", "url")]
    [TestCase("""{"url":"http://[::1]/"}""", "url")]
    [TestCase("""{"url":"http://169.254.169.254/"}""", "url")]
    [TestCase("""{"enabled":true,"url":"http://10.0.0.1/"}""", "url")]
    public async Task Invalid_values_are_named_and_change_nothing(string json, string field)
    {
        await using var meet = new MeetApiFactory();
        using var admin = await meet.SignInAsAdminAsync();
        using var put = await PutAsync(admin, json);

        await put.ShouldNameFieldsAsync(field);
        Assert.That(await GetAsync(admin), Is.EqualTo("""{"enabled":false}"""));
    }

    [Test]
    public async Task Webhooks_cannot_be_enabled_without_an_API_key()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>(AllowPrivate) { ["MEET_API_KEY"] = "" }
        );
        using var admin = await meet.SignInAsAdminAsync();
        using var put = await PutAsync(admin, $$"""{"enabled":true,"url":"{{Url}}"}""");

        await put.ShouldNameFieldsAsync("enabled");
        Assert.That(await put.Content.ReadAsStringAsync(), Does.Contain("MEET_API_KEY"));
    }

    private static readonly string[] Paths =
    [
        Webhooks,
        $"{Webhooks}/deliveries",
        "/meet/api/v1/preferences/appearance",
    ];

    [TestCaseSource(nameof(Paths))]
    public async Task Only_administrators_can_read_and_change_the_preferences(string path)
    {
        await using var meet = new MeetApiFactory();
        using var nobody = meet.NewBrowser();
        using var user = await meet.SignInAsUserAsync();
        using var admin = await meet.SignInAsAdminAsync();
        using var holder = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        foreach (
            var (browser, status) in new[]
            {
                (nobody, 401),
                (user, 403),
                (admin, 200),
                (holder, 200),
            }
        )
        {
            using var get = await browser.GetAsync(path);
            Assert.That((int)get.StatusCode, Is.EqualTo(status));
            if (path.EndsWith("deliveries", StringComparison.Ordinal))
                continue;
            using var put = await PutAsync(browser, "{}", path);
            Assert.That((int)put.StatusCode, Is.EqualTo(status));
        }
    }

    [TestCase("?state=pending", "state")]
    [TestCase("?maxItems=0", "maxItems")]
    [TestCase("?maxItems=101", "maxItems")]
    [TestCase("?nextPageToken=x", "nextPageToken")]
    public async Task Invalid_parameters_of_the_list_of_deliveries_are_named(
        string query,
        string field
    )
    {
        await using var meet = new MeetApiFactory();
        using var admin = await meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync($"{Webhooks}/deliveries{query}");
        await answer.ShouldNameFieldsAsync(field);
    }

    private static async Task<string> GetAsync(Browser browser)
    {
        using var answer = await browser.GetAsync(Webhooks);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> PutAsync(
        Browser browser,
        string json,
        string path = Webhooks
    )
    {
        using var body = new StringContent(json, null, "application/json");
        return await browser.PutAsync(path, body);
    }
}
