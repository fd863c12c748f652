using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.OpenApi;

namespace OpenViduMeet.WebApi.FunctionalTests.OpenApi;

public sealed class OpenApiDocumentTests
{
    /// <summary>The variable that makes the test write the documents instead of comparing them.</summary>
    private const string UpdateVariable = "UPDATE_OPENAPI";

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCaseSource(typeof(ApiDocument), nameof(ApiDocument.All))]
    public async Task The_committed_document_matches_the_generated_one(ApiDocument api)
    {
        var generated = await _meet.Services.GetRequiredService<OpenApiDocuments>().GetAsync(api);
        var file = Checkout.File("docs", "openapi", $"{api.Name}.json");
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
            await File.WriteAllTextAsync(file, generated);

        Assert.That(
            await File.ReadAllTextAsync(file),
            Is.EqualTo(generated),
            $"Run the tests once with {UpdateVariable}=1 and read the difference."
        );
    }

    [TestCaseSource(typeof(ApiDocument), nameof(ApiDocument.All))]
    public async Task The_server_serves_the_document_and_its_page(ApiDocument api)
    {
        using var browser = _meet.NewBrowser();

        using var document = await browser.GetAsync(api.JsonPath);
        using var page = await browser.GetAsync($"{api.PagePath}/index.html");

        Assert.That(
            (await document.ReadJsonAsync()).GetProperty("info").GetProperty("title").GetString(),
            Is.EqualTo(api.Title)
        );
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("swagger-ui"));
    }
}
