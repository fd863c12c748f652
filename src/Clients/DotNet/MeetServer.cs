namespace OpenViduMeet.Client;

/// <summary>Both APIs of one server, and the cookies that it sets, as one browser would keep them.</summary>
public sealed class MeetServer : IDisposable
{
    private const string ApiKeyHeader = "X-API-KEY";

    private readonly SocketsHttpHandler _handler = new();
    private readonly HttpClient _public;
    private readonly HttpClient _internal;

    /// <param name="address">The server's own address, such as <c>https://meet.example.com</c>.</param>
    /// <param name="apiKey">For callers that do not sign in.</param>
    public MeetServer(Uri address, string? apiKey = null)
    {
        _public = To(new Uri(address, "/meet/api/v1/"), apiKey);
        _internal = To(new Uri(address, "/meet/internal-api/v1/"), apiKey: null);
        Api = new MeetClient(_public);
        Internal = new MeetInternalClient(_internal);
    }

    /// <summary>Signing in, rooms, recordings, preferences.</summary>
    public MeetClient Api { get; }

    /// <summary>Participants' tokens, disconnecting, watching recordings.</summary>
    public MeetInternalClient Internal { get; }

    public void Dispose()
    {
        _public.Dispose();
        _internal.Dispose();
        _handler.Dispose();
    }

    private HttpClient To(Uri baseAddress, string? apiKey)
    {
        var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = baseAddress };
        if (apiKey is not null)
            client.DefaultRequestHeaders.Add(ApiKeyHeader, apiKey);
        return client;
    }
}
