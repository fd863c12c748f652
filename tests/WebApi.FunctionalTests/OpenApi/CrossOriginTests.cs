using NSwag;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.OpenApi;

public sealed class CrossOriginTests
{
    private const string Origin = "https://site.example";

    private const string TokenHeaders = "authorization,x-participant-token,x-refresh-token";

    /// <summary>Headers that scripts of other sites can always read, or never (Fetch standard, §2.2.2).</summary>
    private static readonly string[] SaidByNobody =
    [
        "Cache-Control",
        "Content-Language",
        "Content-Length",
        "Content-Type",
        "Expires",
        "Last-Modified",
        "Pragma",
        "Set-Cookie",
    ];

    [TestCase(Origin, Origin, "true")]
    [TestCase("*", "*", null)]
    [TestCase("https://other.example", null, null)]
    public async Task A_page_of_an_allowed_site_may_send_tokens_in_headers(
        string setting,
        string? allowed,
        string? withCookies
    )
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["SERVER_CORS_ORIGIN"] = setting }
        );
        using var browser = meet.NewBrowser();
        using var answer = await browser.SendAsync(
            HttpMethod.Options,
            "/meet/api/v1/auth/refresh",
            body: null,
            ("Origin", Origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", TokenHeaders)
        );

        Assert.That(ValueOf(answer, "Access-Control-Allow-Origin"), Is.EqualTo(allowed));
        Assert.That(ValueOf(answer, "Access-Control-Allow-Credentials"), Is.EqualTo(withCookies));
        Assert.That(
            ValueOf(answer, "Access-Control-Allow-Headers"),
            Is.EqualTo(allowed is null ? null : TokenHeaders)
        );
    }

    [TestCase("internal-api.v1.json")]
    [TestCase("public-api.v1.json")]
    public async Task A_script_of_an_allowed_site_reads_every_documented_header(string document)
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["SERVER_CORS_ORIGIN"] = Origin }
        );
        using var browser = meet.NewBrowser().With("Origin", Origin);
        using var answer = await browser.GetAsync("/meet/api/v1/preferences/security");

        var exposed = answer
            .Headers.GetValues("Access-Control-Expose-Headers")
            .SelectMany(names => names.Split(','))
            .Select(name => name.Trim());
        var documented = (
            await OpenApiDocument.FromFileAsync(Checkout.File("docs", "openapi", document))
        )
            .Operations.SelectMany(operation => operation.Operation.Responses.Values)
            .SelectMany(response => response.Headers.Keys)
            .Except(SaidByNobody, StringComparer.OrdinalIgnoreCase)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        Assert.That(documented, Is.Not.Empty);
        Assert.That(
            exposed,
            Is.SupersetOf(documented)
                .Using((IEqualityComparer<string>)StringComparer.OrdinalIgnoreCase)
        );
    }

    private static string? ValueOf(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? string.Join(',', values) : null;
}
