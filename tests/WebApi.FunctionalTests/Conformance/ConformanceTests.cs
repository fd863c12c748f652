using System.Net;
using System.Text;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Prism;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>Every answer that the documents promise, had through a proxy that compares it with them.</summary>
public sealed class ConformanceTests
{
    private const string NoRoute = "Selected route not found";

    /// <summary>Each server of the installation, by a status that it can answer with.</summary>
    private static readonly int[] Servers = [200, 429, 500];

    private Installation _meet = null!;
    private PrismProxies _proxies = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = await Installation.StartAsync();
        List<Document> documents = [.. await Document.OursAsync()];
        if (await Document.SpecificationAsync() is { } specification)
            documents.Add(specification);

        _proxies = await PrismProxies.StartAsync([
            .. from document in documents
            from status in Servers
            from refusesBadRequests in new[] { true, false }
            select ProxyFor(document, status, refusesBadRequests),
        ]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_proxies is not null)
            await _proxies.DisposeAsync();
        await _meet.DisposeAsync();
    }

    [TearDown]
    public Task RestoreAsync() => _meet.RestoreAsync();

    [TestCaseSource(nameof(CasesOfOurDocumentsAsync))]
    public Task As_our_document_says(object document, object one) =>
        ShouldConformAsync((Document)document, (Case)one);

    [TestCaseSource(nameof(CasesOfTheSpecificationAsync))]
    public Task As_the_specification_says(object document, object one) =>
        ShouldConformAsync((Document)document, (Case)one);

    [Test]
    public async Task Cookies_and_ranges_come_through_the_proxies()
    {
        var documents = await Document.OursAsync();
        var addresses = documents.ToDictionary(
            document => document.BasePath,
            document => _proxies[ProxyFor(document, 200, refusesBadRequests: true)]
        );
        using var browser = new Browser(addresses[ApiPaths.Public]);
        using var signedIn = await browser.PostAsync(
            "/auth/login",
            new { username = "admin", password = "admin" }
        );
        using var viewer = new Browser(addresses[ApiPaths.Internal]).WithCookie(
            Browser.AccessCookie,
            browser.Cookie(Browser.AccessCookie)!
        );

        using var range = await viewer.SendAsync(
            HttpMethod.Get,
            "/recordings/demo--EG_demo--clock/stream",
            body: null,
            ("Range", "bytes=4-11")
        );

        // Prism reads text: what is text of a video comes through as it is.
        Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        var bytes = await range.Content.ReadAsByteArrayAsync();
        Assert.That(Encoding.ASCII.GetString(bytes), Does.StartWith("ftyp"));
        Assert.That(bytes, Has.Length.EqualTo(8));
    }

    private static async Task<IEnumerable<TestCaseData>> CasesOfOurDocumentsAsync() =>
        (await Document.OursAsync()).SelectMany(DataOf);

    private static async Task<IEnumerable<TestCaseData>> CasesOfTheSpecificationAsync() =>
        await Document.SpecificationAsync() is { } specification
            ? DataOf(specification)
            :
            [
                new TestCaseData(null, null)
                    .SetArgDisplayNames("not found")
                    .Ignore(
                        $"The specification is not beside this checkout, nor named by {Checkout.SpecificationVariable}."
                    ),
            ];

    /// <summary>The cases of the answers that a document has; it need not have all that its operations give.</summary>
    private static IEnumerable<TestCaseData> DataOf(Document document) =>
        from operation in document.Operations
        from one in AllCases.Of(document)
        where one.Operation == operation.Id && operation.Statuses.Contains(one.Status)
        select new TestCaseData(document, one).SetArgDisplayNames(one.ToString());

    private async Task ShouldConformAsync(Document document, Case one)
    {
        var call = await one.Prepare(_meet);
        var address = one.IsTooMuchForPrism
            ? new Uri(_meet.AddressFor(one.Status), document.BasePath)
            : _proxies[ProxyFor(document, one.Status, !one.MayBeBadRequest)];
        using var browser = (call.As ?? Identity.Nobody).At(address);

        var answered = browser.SendAsync(one.Method, call.Path, call.Body, call.Headers);
        using var answer = call.TakesTime
            ? await _meet.PassTimeUntilAsync(answered)
            : await answered;

        var violations = PrismProxies
            .ViolationsOf(answer)
            .Where(violation =>
                !one.MayBeBadRequest || !violation.IsOfRequest || violation.Message == NoRoute
            );
        Assert.That(violations, Is.Empty, await answer.Content.ReadAsStringAsync());
        Assert.That(
            (int)answer.StatusCode,
            Is.EqualTo(one.Status),
            await answer.Content.ReadAsStringAsync()
        );
        if (
            answer.Content.Headers.ContentType?.MediaType == "application/json"
            && one.Method != HttpMethod.Head
        )
            Assert.That(
                (await answer.ReadJsonAsync()).Nulls(),
                Has.All.EndWith(".maxParticipants"),
                "What is not known is left out"
            );
    }

    private PrismProxy ProxyFor(Document document, int status, bool refusesBadRequests) =>
        new(
            document.File,
            new Uri(_meet.AddressFor(status), document.BasePath),
            refusesBadRequests
        );
}
