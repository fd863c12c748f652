using Minio;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// One call of the Minio client, with S3's real response. The client treats some error responses as success, returns times in the
/// server's local time zone, and lets the exceptions of its parser through.
/// </summary>
internal sealed class S3Exchange : DelegatingHandler
{
    /// <summary>In bytes. A page of a list has a thousand keys.</summary>
    private const int LargestAnswer = 4 * 1024 * 1024;

    private readonly HttpClient _http;

    /// <summary>The response to the last request; <see langword="null"/> if there was none.</summary>
    private S3Answer? _answer;

    /// <param name="connections">The connections, which stay open when this instance is disposed.</param>
    public S3Exchange(S3Options options, HttpMessageHandler connections)
        : base(new BufferedResponses(_ => LargestAnswer) { InnerHandler = connections })
    {
        _http = new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        Client = new MinioClient()
            .WithEndpoint(options.Endpoint.Authority)
            .WithCredentials(options.AccessKey, options.SecretKey)
            .WithRegion(options.Region)
            .WithSSL(options.Endpoint.Scheme == Uri.UriSchemeHttps)
            .WithHttpClient(_http, disposeHttpClient: false)
            .Build();
    }

    /// <summary>The client that signs the requests and makes the call.</summary>
    public IMinioClient Client { get; }

    /// <summary>Makes a call. If there is no response, throws the exception, as <see cref="BoundedCall"/> expects.</summary>
    /// <param name="ct">The token that cancels the call.</param>
    /// <returns>S3's response to the last request of the call.</returns>
    /// <exception cref="InvalidOperationException">The call has sent no request, which is a bug.</exception>
    public async Task<S3Answer> RunAsync(Func<Task> call, CancellationToken ct)
    {
        try
        {
            await call();
        }
        // The response is in memory, so the client's own parsing has failed.
        catch (Exception unread)
            when (_answer is not null && unread is not OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return _answer with { ClientFault = unread.GetType().Name };
        }

        if (_answer is not null)
            return _answer;
        ct.ThrowIfCancellationRequested();
        throw new InvalidOperationException("The Minio client has sent no request.");
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        _answer = null;
        var response = await base.SendAsync(request, cancellationToken);
        _answer = await S3Answer.ReadAsync(response, cancellationToken);
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Client.Dispose();
            _http.Dispose();
        }

        base.Dispose(disposing);
    }
}
