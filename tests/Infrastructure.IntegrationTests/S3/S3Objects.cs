using System.Net.Http.Headers;
using Minio;
using Minio.DataModel.Args;

namespace OpenViduMeet.Infrastructure.IntegrationTests.S3;

/// <summary>
/// A bucket that belongs to the test, accessed through the Minio client. Objects are read through signed URLs, so that a test can
/// send any header.
/// </summary>
internal sealed class S3Objects : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, MaxResponseDrainSize = 0 }
    );

    private readonly string _bucket = $"test-{Guid.NewGuid():N}";
    private readonly IMinioClient _minio;

    /// <param name="address">The address of a server, or of a proxy in front of it.</param>
    public S3Objects(Uri address, string accessKey, string secretKey) =>
        _minio = new MinioClient()
            .WithEndpoint(address.Authority)
            .WithCredentials(accessKey, secretKey)
            .WithRegion("us-east-1")
            .WithSSL(address.Scheme == Uri.UriSchemeHttps)
            .Build();

    public Task CreateBucketAsync() =>
        _minio.MakeBucketAsync(new MakeBucketArgs().WithBucket(_bucket));

    /// <summary>Removes the bucket and its objects.</summary>
    public async Task RemoveBucketAsync()
    {
        foreach (var key in await ListAsync(""))
            await _minio.RemoveObjectAsync(
                new RemoveObjectArgs().WithBucket(_bucket).WithObject(key)
            );
        await _minio.RemoveBucketAsync(new RemoveBucketArgs().WithBucket(_bucket));
    }

    public async Task PutAsync(string key, byte[] content)
    {
        using var stream = new MemoryStream(content);
        await _minio.PutObjectAsync(
            new PutObjectArgs()
                .WithBucket(_bucket)
                .WithObject(key)
                .WithStreamData(stream)
                .WithObjectSize(content.Length)
        );
    }

    public async Task<List<string>> ListAsync(string prefix)
    {
        var objects = _minio.ListObjectsEnumAsync(
            new ListObjectsArgs().WithBucket(_bucket).WithPrefix(prefix).WithRecursive(true)
        );
        var keys = new List<string>();
        await foreach (var item in objects)
            keys.Add(item.Key);
        return keys;
    }

    /// <summary>Returns as soon as the headers have arrived.</summary>
    public async Task<HttpResponseMessage> GetAsync(
        string key,
        RangeHeaderValue? range = null,
        string? ifMatch = null,
        CancellationToken ct = default
    )
    {
        var url = await _minio.PresignedGetObjectAsync(
            new PresignedGetObjectArgs().WithBucket(_bucket).WithObject(key).WithExpiry(60)
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = range;
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    public void Dispose()
    {
        _minio.Dispose();
        _http.Dispose();
    }
}
