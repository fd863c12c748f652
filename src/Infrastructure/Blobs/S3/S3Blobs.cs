using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>Blobs as objects of an S3 bucket.</summary>
internal sealed class S3Blobs(S3Bucket bucket, IHttpClientFactory http, ILogger<S3Blobs> logger)
    : IBlobs
{
    /// <summary>Without a call where the facts are known: reading finds out whether they still hold.</summary>
    public async Task<Result<StoredMedia>> OpenAsync(
        string key,
        MediaFacts? known,
        CancellationToken ct
    )
    {
        if (known is null)
        {
            var stat = await bucket.StatAsync(key, ct);
            if (stat.IsFailure)
                return stat.Error;
            known = stat.Value;
        }

        var url = await bucket.SignedUrlOfAsync(key);
        return new S3Blob(url, known, http.CreateClient(S3Http.Name), logger);
    }

    public Task<Result> WriteAsync(string key, Stream content, CancellationToken ct) =>
        bucket.PutAsync(key, content, content.Length, ct);

    public Task<Result> DeleteAsync(string key, CancellationToken ct) =>
        bucket.RemoveAsync(key, ct);

    public IAsyncEnumerable<ListedBlob> ListAsync(string prefix, CancellationToken ct) =>
        bucket.ListAsync(prefix, ct).Select(key => new ListedBlob(key));
}
