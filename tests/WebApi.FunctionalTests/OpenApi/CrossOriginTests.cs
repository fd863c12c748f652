using NSwag;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.OpenApi;

public sealed class CrossOriginTests
{
    private const string Origin = "https://site.example";

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
}
