using System.Net;
using System.Text;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Prism;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>Gets every documented answer through a proxy that compares it with the document.</summary>
public sealed class ConformanceTests
{
    private const string NoRoute = "Selected route not found";

    /// <summary>Each server of the installation, with an answer that it can give.</summary>
    private static readonly Answer[] Servers = [new(200), new(429), new(500)];

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
            from answer in Servers
            from refusesBadRequests in new[] { true, false }
            select ProxyFor(document, answer, refusesBadRequests),
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
    public Task Every_documented_answer_conforms_to_our_document(object document, object one) =>
        ShouldConformAsync((Document)document, (Case)one);

    [TestCaseSource(nameof(CasesOfTheSpecificationAsync))]
    public Task Every_documented_answer_conforms_to_the_specification(
        object document,
        object one
    ) => ShouldConformAsync((Document)document, (Case)one);

    [Test]
    public async Task Cookies_and_ranges_pass_through_the_proxies()
    {
        var documents = await Document.OursAsync();
        var addresses = documents.ToDictionary(
            document => document.BasePath,
            document => _proxies[ProxyFor(document, Servers[0], refusesBadRequests: true)]
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

        // Prism reads text, so only the textual bytes of a video arrive unchanged.
        Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        var bytes = await range.Content.ReadAsByteArrayAsync();
        Assert.That(Encoding.ASCII.GetString(bytes), Does.StartWith("ftyp"));
        Assert.That(bytes, Has.Length.EqualTo(8));
    }

    private static async Task<IEnumerable<TestCaseData>> CasesOfOurDocumentsAsync() =>
        (await Document.OursAsync()).SelectMany(document => DataOf(document, document));

    private static async Task<IEnumerable<TestCaseData>> CasesOfTheSpecificationAsync() =>
        await Document.SpecificationAsync() is { } specification
            ? (await Document.OursAsync()).SelectMany(ours => DataOf(specification, ours))
            :
            [
                new TestCaseData(null, null)
                    .SetArgDisplayNames("not found")
                    .Ignore(
                        $"The specification is not beside this checkout, nor named by {Checkout.SpecificationVariable}."
                    ),
            ];

    /// <summary>The cases of our document whose statuses another document has. It need not have all.</summary>
    private static IEnumerable<TestCaseData> DataOf(Document document, Document ours) =>
        from operation in document.Operations
        from one in AllCases.Of(ours)
        where
            one.Operation == operation.Id
            && operation.Answers.Any(answer => answer.Status == one.Status)
        select new TestCaseData(document, one).SetArgDisplayNames(one.ToString());

    private async Task ShouldConformAsync(Document document, Case one)
    {
        var call = await one.Prepare(_meet);
        var address = one.IsTooMuchForPrism
            ? new Uri(_meet.AddressFor(one.Answer), document.BasePath)
            : _proxies[ProxyFor(document, one.Answer, !one.MayBeBadRequest)];
        _meet.FailFor(one.Answer);
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
            answer.Content.Headers.ContentType?.MediaType != "application/json"
            || one.Method == HttpMethod.Head
        )
            return;

        var body = await answer.ReadJsonAsync();
        Assert.That(
            body.Nulls(),
            Has.All.EndWith(".maxParticipants"),
            "Properties without a value are left out"
        );
        if (one.Status >= 400)
            Assert.That(
                (body.GetProperty("name").GetString(), body.GetProperty("message").GetString()),
                Is.EqualTo((one.Answer.Name, one.Answer.Message)),
                "The document's name and message"
            );
    }

    private PrismProxy ProxyFor(Document document, Answer answer, bool refusesBadRequests) =>
        new(
            document.File,
            new Uri(_meet.AddressFor(answer), document.BasePath),
            refusesBadRequests
        );
}
