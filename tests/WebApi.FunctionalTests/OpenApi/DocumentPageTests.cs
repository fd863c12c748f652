using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.OpenApi;

public sealed class DocumentPageTests
{
    private static readonly string[] Pages = ["/meet/api/v1/docs", "/meet/internal-api/v1/docs"];

    private MeetApiFactory _meet = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _meet = new MeetApiFactory();
        _browser = _meet.NewBrowser();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task The_page_ignores_a_document_URL_in_the_query(
        [ValueSource(nameof(Pages))] string page
    )
    {
        using var answer = await _browser.GetAsync(
            $"{page}/index.html?url=https://evil.example/openapi.json"
        );
        var html = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(html, Does.Not.Contain("location").And.Not.Contain("<script>"));
        Assert.That(html, Does.Contain("<script src=\"start.js\">"));
    }

    [Test]
    public async Task The_script_shows_our_own_document([ValueSource(nameof(Pages))] string page)
    {
        using var answer = await _browser.GetAsync($"{page}/start.js");
        var script = await answer.Content.ReadAsStringAsync();

        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/javascript"));
        Assert.That(
            script,
            Does.Contain(page.Replace("/docs", "/openapi.json", StringComparison.Ordinal))
        );
        Assert.That(script, Does.Not.Contain("location"));
    }

    [Test]
    public async Task Every_file_of_the_page_has_security_headers(
        [ValueSource(nameof(Pages))] string page,
        [Values("index.html", "start.js", "swagger-ui-bundle.js", "swagger-ui.css", "index.css")]
            string file
    )
    {
        using var answer = await _browser.GetAsync($"{page}/{file}");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")),
            Does.Contain("frame-ancestors 'none'")
                .And.Contain("default-src 'none'")
                .And.Contain("script-src 'self'; ")
        );
        Assert.That(
            answer.Headers.GetValues("X-Content-Type-Options"),
            Is.EqualTo(new[] { "nosniff" })
        );
    }

    [Test]
    public async Task The_short_path_redirects_to_the_page([ValueSource(nameof(Pages))] string page)
    {
        using var answer = await _browser.GetAsync(page);
        Assert.That(answer.Headers.Location?.ToString(), Does.EndWith($"{page}/index.html"));
    }
}
