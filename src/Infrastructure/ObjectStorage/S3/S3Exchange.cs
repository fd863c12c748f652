using Minio;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// One call by way of the Minio client, and what S3 really answered to it. The client takes some refusals for success, gives times in
/// the server's own time zone, and throws whatever its parsing runs into.
/// </summary>
internal sealed class S3Exchange : DelegatingHandler
{
    /// <summary>In bytes. A page of a list has a thousand keys.</summary>
    private const int LargestAnswer = 4 * 1024 * 1024;

    private readonly HttpClient _http;

    /// <summary>To the last request; <see langword="null"/> if none came.</summary>
    private S3Answer? _answer;

    /// <param name="connections">Stay open when this is disposed of.</param>
    public S3Exchange(S3Options options, HttpMessageHandler connections)
        : base(new WholeAnswers(_ => LargestAnswer) { InnerHandler = connections })
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

    /// <summary>Signs, and makes the call.</summary>
    public IMinioClient Client { get; }

    /// <summary>Makes a call. What keeps an answer from coming is thrown, as <see cref="BoundedCall"/> expects it.</summary>
    /// <param name="ct">The token that the call heeds.</param>
    /// <returns>What S3 answered to the last request of the call.</returns>
    /// <exception cref="InvalidOperationException">The call has sent no request, which is a bug.</exception>
    public async Task<S3Answer> RunAsync(Func<Task> call, CancellationToken ct)
    {
        try
        {
            await call();
        }
        // The answer is there, and read: all that is left is the client's own reading of it.
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
