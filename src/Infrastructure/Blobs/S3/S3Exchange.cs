using Minio;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>
/// One call by way of the Minio client, and what S3 really answered to it. The client takes some refusals for success, gives times in
/// the server's own time zone, and throws whatever its parsing runs into.
/// </summary>
internal sealed class S3Exchange : DelegatingHandler
{
    /// <summary>In bytes. A page of a list has a thousand keys.</summary>
    private const int LargestAnswer = 4 * 1024 * 1024;

    private readonly HttpClient _http;
    private bool _isSent;

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

    /// <summary>To the last request; <see langword="null"/> if none came.</summary>
    public S3Answer? Answer { get; private set; }

    /// <returns>Why the call failed, for a log, or <see langword="null"/> if it did not. Look at <see cref="Answer"/> too.</returns>
    public async Task<string?> RunAsync(Func<Task> call, CancellationToken ct)
    {
        try
        {
            await call();
        }
        // Before anything was sent it is a bug of ours.
        catch (Exception failed) when (_isSent && failed is not OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return Answer is { IsSuccess: false }
                ? Answer.ToString()
                : $"{Answer} {failed.GetType().Name}".TrimStart();
        }

        return Answer is { IsSuccess: true } ? null : $"{Answer}";
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        _isSent = true;
        Answer = null;
        var response = await base.SendAsync(request, cancellationToken);
        Answer = await S3Answer.ReadAsync(response, cancellationToken);
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
