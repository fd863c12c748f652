using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace OpenViduMeet.TestSupport;

/// <summary>Calls the server as a browser does: with cookies that are kept between calls.</summary>
public sealed class Browser : IDisposable
{
    public const string AccessCookie = "OvMeetAccessToken";
    public const string RefreshCookie = "OvMeetRefreshToken";
    public const string ParticipantCookie = "OvMeetParticipantToken";

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;
    private readonly Uri _address;

    /// <param name="from">The loopback address (127.0.0.0/8) to call from; <see langword="null"/> for the usual one.</param>
    /// <param name="timeout">The longest wait for a whole answer; <see langword="null"/> for the usual one.</param>
    public Browser(Uri address, string? from = null, TimeSpan? timeout = null)
    {
        _address = address;
        var handler = new SocketsHttpHandler
        {
            CookieContainer = _cookies,
            AllowAutoRedirect = false,
        };
        if (from is not null)
            handler.ConnectCallback = (to, ct) => ConnectAsync(IPAddress.Parse(from), to, ct);
        _client = new HttpClient(handler) { BaseAddress = address };
        if (timeout is { } longest)
            _client.Timeout = longest;
    }

    /// <summary>Sends a header with every call from now on.</summary>
    public Browser With(string header, string value)
    {
        _client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        return this;
    }

    /// <summary>The value of the cookie that would be sent to a path, or <see langword="null"/>.</summary>
    public string? Cookie(string name, string path = "/meet/api/v1/auth/refresh") =>
        _cookies.GetCookies(new Uri(_address, path))[name]?.Value;

    /// <summary>Sets a cookie for all paths.</summary>
    public Browser WithCookie(string name, string value)
    {
        _cookies.Add(_address, new Cookie(name, value, "/"));
        return this;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body);

    public Task<HttpResponseMessage> PutAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Put, path, body);

    /// <param name="path">The path from the root. Percent-encoding is sent unchanged.</param>
    /// <param name="body">The body, sent as JSON; <see cref="HttpContent"/> is sent unchanged.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        var exact = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(
            method,
            new Uri(_address.ToString().TrimEnd('/') + path, exact)
        )
        {
            Content = body switch
            {
                null => null,
                HttpContent content => content,
                _ => JsonContent.Create(body),
            },
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request);
    }

    public Task<HttpResponseMessage> RequestTokenAsync(
        TestRoom room,
        string participant,
        string secret
    ) =>
        PostAsync(
            "/meet/internal-api/v1/participants/token",
            new
            {
                roomName = room.Name,
                participantName = participant,
                secret,
            }
        );

    public Task<HttpResponseMessage> RefreshTokenAsync(
        TestRoom room,
        string participant,
        string secret
    ) =>
        PostAsync(
            "/meet/internal-api/v1/participants/token/refresh",
            new
            {
                roomName = room.Name,
                participantName = participant,
                secret,
            }
        );

    public Task<HttpResponseMessage> DisconnectAsync(TestRoom room, string participant) =>
        DeleteAsync(
            $"/meet/internal-api/v1/participants/{Uri.EscapeDataString(participant)}?roomName={room.Name}"
        );

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(
        IPAddress from,
        SocketsHttpConnectionContext to,
        CancellationToken ct
    )
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Loopback, to.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
