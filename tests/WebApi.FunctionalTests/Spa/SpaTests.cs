using System.IO.Compression;
using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Spa;

/// <summary>Serves a built web client beside the APIs.</summary>
public sealed class SpaTests
{
    private const string HashedScript = "/main-ABCDEF12.js";

    private BuiltClient _client = null!;
    private MeetApiFactory _meet = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _client = new BuiltClient();
        _meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["MEET_SPA_DIR"] = _client.Folder,
                ["LIVEKIT_URL"] = "wss://livekit.example.com",
                ["LIVEKIT_URL_PRIVATE"] = "http://127.0.0.1:1",
            }
        );
        _browser = _meet.NewBrowser();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _meet.DisposeAsync();
        _client.Dispose();
    }

    [TestCase("/")]
    [TestCase("/index.html")]
    [TestCase("/login")]
    [TestCase("/room/standup-abc?secret=123")]
    [TestCase("/console/rooms/")]
    [TestCase("/meet")]
    [TestCase("/meet/apiary")]
    public async Task Every_page_is_the_index_and_is_revalidated(string path)
    {
        using var answer = await _browser.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(BuiltClient.Index));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache"));
        Assert.That(answer.Headers.ETag, Is.Not.Null);
    }

    [Test]
    public async Task A_page_sends_no_referrer_and_can_be_embedded()
    {
        using var answer = await _browser.GetAsync("/room/standup-abc?secret=123");

        Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
        Assert.That(answer.Headers.Contains("X-Frame-Options"), Is.False);
        Assert.That(answer.Headers.Contains("Content-Security-Policy"), Is.False);
    }

    [TestCase("/meet/api")]
    [TestCase("/meet/api/v1/nothing")]
    [TestCase("/MEET/API/v1/nothing")]
    [TestCase("/meet/internal-api/v1/participants")]
    [TestCase("/meet/api/v1/rooms.html")]
    public async Task An_API_path_is_never_a_page(string path)
    {
        using var answer = await _browser.SendAsync(
            HttpMethod.Get,
            path,
            null,
            ("Accept", "text/html")
        );
        await answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Path not found", "Request Error");
    }

    [TestCase("/meet/health/more")]
    [TestCase("/livekit")]
    [TestCase("/livekit/rtc")]
    [TestCase("/missing.js")]
    [TestCase("/media/missing.svg")]
    [TestCase("/room/missing.js?secret=123")]
    public async Task A_missing_file_is_not_answered_with_the_index(string path)
    {
        using var answer = await _browser.GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
    }

    [Test]
    public async Task Health_and_API_documents_are_still_served()
    {
        using var health = await _browser.GetAsync("/meet/health");
        using var document = await _browser.GetAsync("/meet/api/v1/openapi.json");
        using var docs = await _browser.GetAsync("/meet/api/v1/docs/index.html");

        Assert.That(
            (await health.ReadJsonAsync()).GetProperty("status").GetString(),
            Is.EqualTo("ok")
        );
        Assert.That(document.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await docs.Content.ReadAsStringAsync(), Does.Contain("swagger-ui"));
    }

    [Test]
    public async Task Posting_to_a_page_is_not_found()
    {
        using var answer = await _browser.PostAsync("/room/standup-abc");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("/.env")]
    [TestCase("/.git/config.js")]
    [TestCase("/media/.hidden.js")]
    [TestCase("/%2Eenv")]
    [TestCase("/../secret.txt")]
    [TestCase("/media/../../secret.txt")]
    [TestCase("/..%2Fsecret.txt")]
    [TestCase("/%2e%2e/secret.txt")]
    [TestCase("/..%5Csecret.txt")]
    [TestCase("/media/..%2F..%2Fsecret.txt")]
    public async Task Hidden_files_and_those_outside_are_not_served(string path)
    {
        using var answer = await _browser.GetAsync(path);
        Assert.That((int)answer.StatusCode, Is.EqualTo(404).Or.EqualTo(400));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
    }

    [TestCase(HashedScript, true)]
    [TestCase("/chunk-QWERTZUI.js", true)]
    [TestCase("/main.0123456789abcdef.js", true)]
    [TestCase("/styles.0123abcd.css", true)]
    [TestCase("/media/icons-Z7X2C4V6.woff2", true)]
    [TestCase("/polyfills.js", false)]
    [TestCase("/report-20240101.js", false)]
    [TestCase("/my-component.js", false)]
    [TestCase("/media/logo.svg", false)]
    public async Task A_file_with_a_hashed_name_is_cached_as_immutable(string path, bool isKept)
    {
        using var answer = await _browser.GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            answer.Headers.GetValues("Cache-Control"),
            Is.EqualTo([isKept ? "public, max-age=31536000, immutable" : "no-cache"])
        );
        Assert.That(answer.Headers.ETag, Is.Not.Null);
    }

    [TestCase(HashedScript, "text/javascript")]
    [TestCase("/styles.0123abcd.css", "text/css")]
    [TestCase("/media/logo.svg", "image/svg+xml")]
    [TestCase("/media/icons-Z7X2C4V6.woff2", "font/woff2")]
    [TestCase("/manifest.webmanifest", "application/manifest+json")]
    [TestCase("/engine.wasm", "application/wasm")]
    [TestCase("/model.tflite", "application/octet-stream")]
    public async Task Each_file_has_its_content_type(string path, string type)
    {
        using var answer = await _browser.GetAsync(path);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
    }

    [TestCase("br, gzip", "br")]
    [TestCase("gzip, deflate, br", "br")]
    [TestCase("gzip", "gzip")]
    [TestCase("identity", null)]
    [TestCase("br;q=0", null)]
    public async Task A_script_is_compressed_as_the_browser_accepts(string accepted, string? coding)
    {
        using var answer = await GetAsync(HashedScript, ("Accept-Encoding", accepted));

        Assert.That(
            answer.Content.Headers.ContentEncoding,
            Is.EqualTo(coding is null ? Array.Empty<string>() : [coding])
        );
        Assert.That(answer.Headers.Vary, Is.EqualTo(["Accept-Encoding"]));
        Assert.That(await ReadAsync(answer), Is.EqualTo(BuiltClient.Script));
    }

    [Test]
    public async Task Compressed_files_and_API_responses_are_not_compressed()
    {
        using var font = await GetAsync("/media/icons-Z7X2C4V6.woff2", ("Accept-Encoding", "br"));
        using var api = await GetAsync("/meet/api/v1/openapi.json", ("Accept-Encoding", "br"));

        Assert.That(font.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(font.Headers.ETag!.IsWeak, Is.False);
        Assert.That(api.Content.Headers.ContentEncoding, Is.Empty);
    }

    [Test]
    public async Task A_matching_If_None_Match_is_answered_with_304(
        [Values("/polyfills.js", "/media/icons-Z7X2C4V6.woff2", "/room/standup-abc")] string path,
        [Values("br", "identity")] string accepted
    )
    {
        using var first = await GetAsync(path, ("Accept-Encoding", accepted));
        using var second = await GetAsync(
            path,
            ("Accept-Encoding", accepted),
            ("If-None-Match", $"\"other\", {first.Headers.ETag}")
        );

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(second.Headers.CacheControl, Is.EqualTo(first.Headers.CacheControl));
        Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task Ranges_refer_to_the_uncompressed_file()
    {
        using var whole = await GetAsync(HashedScript, ("Accept-Encoding", "br"));
        using var range = await GetAsync(
            HashedScript,
            ("Accept-Encoding", "br"),
            ("Range", "bytes=100-199")
        );
        using var beyond = await GetAsync(HashedScript, ("Range", "bytes=9999999-"));
        using var resumed = await GetAsync(
            HashedScript,
            ("Range", "bytes=100-199"),
            ("If-Range", whole.Headers.ETag!.ToString())
        );

        Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(range.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(
            await range.Content.ReadAsStringAsync(),
            Is.EqualTo(BuiltClient.Script.Substring(100, 100))
        );
        Assert.That(beyond.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(beyond.Headers.CacheControl, Is.Null);
        Assert.That(
            resumed.StatusCode,
            Is.EqualTo(HttpStatusCode.OK),
            "The tag was of the compressed file too: its bytes do not go together with these"
        );
    }

    [Test]
    public async Task HEAD_returns_the_headers_without_a_body()
    {
        using var answer = await _browser.SendAsync(HttpMethod.Head, HashedScript);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(BuiltClient.Script.Length));
        Assert.That(answer.Headers.ETag, Is.Not.Null);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    private Task<HttpResponseMessage> GetAsync(
        string path,
        params (string Name, string Value)[] headers
    ) => _browser.SendAsync(HttpMethod.Get, path, null, headers);

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStreamAsync();
        Stream plain = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync();
    }
}
