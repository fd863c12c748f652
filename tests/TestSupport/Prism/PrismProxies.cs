using System.Text.Json;

namespace OpenViduMeet.TestSupport.Prism;

/// <summary>A proxy that compares one server with one document.</summary>
/// <param name="Document">The path of the OpenAPI document.</param>
/// <param name="Upstream">The server's address, with the path to which the document's paths are relative.</param>
/// <param name="RefusesBadRequests">Whether Prism answers a request that violates the document instead of passing it on.</param>
public sealed record PrismProxy(string Document, Uri Upstream, bool RefusesBadRequests);

/// <summary>
/// Stoplight's Prism as a proxy that compares requests and answers with a document, and lists the differences in the header
/// <c>sl-violations</c>. Without Node.js the test is skipped, or fails where CI requires it.
/// </summary>
public sealed class PrismProxies : IAsyncDisposable
{
    private static readonly NodeScripts Scripts = new("tests", "TestSupport", "Prism", "Proxy");

    private readonly RunningScript _script;
    private readonly Dictionary<PrismProxy, Uri> _addresses;

    private PrismProxies(RunningScript script, IReadOnlyList<PrismProxy> proxies)
    {
        _script = script;
        var addresses = JsonSerializer.Deserialize<Uri[]>(script.FirstLine)!;
        _addresses = proxies.Zip(addresses).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The address of a proxy.</summary>
    public Uri this[PrismProxy proxy] => _addresses[proxy];

    public static async Task<PrismProxies> StartAsync(IReadOnlyList<PrismProxy> proxies)
    {
        var asked = proxies.Select(proxy => new
        {
            document = proxy.Document,
            upstream = proxy.Upstream,
            errors = proxy.RefusesBadRequests,
        });
        var script = await Scripts.StartAsync(
            "proxy.mjs",
            ("PROXIES", JsonSerializer.Serialize(asked))
        );
        return new PrismProxies(script, proxies);
    }

    /// <summary>The differences from the document that a proxy found.</summary>
    public static IReadOnlyList<PrismViolation> ViolationsOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("sl-violations", out var values))
            return [];
        var text = string.Join(',', values);
        return text.StartsWith('[')
            ? JsonSerializer.Deserialize<PrismViolation[]>(text, JsonSerializerOptions.Web)!
            : [new PrismViolation(["response"], text)];
    }

    public ValueTask DisposeAsync() => _script.DisposeAsync();
}

/// <param name="Location">The location of the difference. The first part is <c>request</c> or <c>response</c>.</param>
public sealed record PrismViolation(IReadOnlyList<string> Location, string Message)
{
    public bool IsOfRequest => Location[0] == "request";

    public override string ToString() => $"{string.Join('.', Location)}: {Message}";
}
