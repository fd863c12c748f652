using Microsoft.Extensions.Logging;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>The bucket, by way of the Minio client: everything but reading, for which it only signs.</summary>
internal sealed partial class S3Bucket : IDisposable
{
    private static readonly TimeSpan CallBound = TimeSpan.FromSeconds(4.8);

    /// <summary>Bytes a second: a store that takes in less than that has failed.</summary>
    private const double SlowestUpload = 256 * 1024;

    private static readonly TimeSpan SignatureLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan SignatureUse = TimeSpan.FromMinutes(30);

    private readonly S3Options _options;
    private readonly ILogger<S3Bucket> _logger;
    private readonly IMinioClient _minio;
    private readonly ExpiringCache<string, Uri> _signed;

    public S3Bucket(
        S3Options options,
        IHttpClientFactory http,
        TimeProvider clock,
        ILogger<S3Bucket> logger
    )
    {
        _options = options;
        _logger = logger;
        _signed = new(SignatureUse, clock);
        _minio = new MinioClient()
            .WithEndpoint(options.Endpoint.Authority)
            .WithCredentials(options.AccessKey, options.SecretKey)
            .WithRegion(options.Region)
            .WithSSL(options.Endpoint.Scheme == Uri.UriSchemeHttps)
            .WithHttpClient(http.CreateClient(S3Http.Name), disposeHttpClient: false)
            .Build();
    }

    /// <summary>A URL that lets whoever has it read the object. Signed here, without a call.</summary>
    public Uri SignedUrlOf(string key) => _signed.GetOrMake(key, Sign);

    public Task<Result<MediaFacts>> StatAsync(string key, CancellationToken ct) =>
        CallAsync<Result<MediaFacts>>(
            async bounded =>
            {
                var stat = await _minio.StatObjectAsync(
                    new StatObjectArgs()
                        .WithBucket(_options.Bucket)
                        .WithObject(_options.NameOf(key)),
                    bounded
                );
                return new MediaFacts(
                    stat.Size,
                    new EntityTag(stat.ETag.Trim('"')),
                    new DateTimeOffset(
                        DateTime.SpecifyKind(stat.LastModified, DateTimeKind.Utc),
                        TimeSpan.Zero
                    )
                );
            },
            RecordingErrors.NotFound,
            ct
        );

    /// <param name="size">How many bytes the content has.</param>
    public Task<Result> PutAsync(string key, Stream content, long size, CancellationToken ct) =>
        CallAsync<Result>(
            async bounded =>
            {
                await _minio.PutObjectAsync(
                    new PutObjectArgs()
                        .WithBucket(_options.Bucket)
                        .WithObject(_options.NameOf(key))
                        .WithStreamData(content)
                        .WithObjectSize(size),
                    bounded
                );
                return Result.Ok;
            },
            StorageErrors.Unavailable,
            ct,
            CallBound + TimeSpan.FromSeconds(size / SlowestUpload)
        );

    public Task<Result> RemoveAsync(string key, CancellationToken ct) =>
        CallAsync<Result>(
            async bounded =>
            {
                await _minio.RemoveObjectAsync(
                    new RemoveObjectArgs()
                        .WithBucket(_options.Bucket)
                        .WithObject(_options.NameOf(key)),
                    bounded
                );
                return Result.Ok;
            },
            Result.Ok,
            ct
        );

    /// <summary>The keys that begin with a prefix. Throws <see cref="IOException"/> if the store fails.</summary>
    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var all = _options.NameOf("");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var found = _minio
            .ListObjectsEnumAsync(
                new ListObjectsArgs()
                    .WithBucket(_options.Bucket)
                    .WithPrefix(_options.NameOf(prefix))
                    .WithRecursive(true),
                bound.Token
            )
            .GetAsyncEnumerator(bound.Token);
        await using var _ = found;
        while (true)
        {
            bound.CancelAfter(CallBound);
            try
            {
                if (!await found.MoveNextAsync())
                    yield break;
            }
            catch (Exception failed)
                when (IsFailure(failed)
                    || (failed is OperationCanceledException && !ct.IsCancellationRequested)
                )
            {
                LogFailed("list", failed.GetType().Name);
                throw new IOException("The store could not be listed.", failed);
            }

            yield return found.Current.Key[all.Length..];
        }
    }

    /// <summary>Looks whether the bucket is there.</summary>
    public Task<Result> FindAsync(CancellationToken ct) =>
        CallAsync<Result>(
            async bounded =>
                await _minio.BucketExistsAsync(
                    new BucketExistsArgs().WithBucket(_options.Bucket),
                    bounded
                )
                    ? Result.Ok
                    : StorageErrors.Unavailable,
            StorageErrors.Unavailable,
            ct
        );

    /// <summary>Creates the bucket if it is missing. A store that cannot be reached is logged, and looked for again when it is needed.</summary>
    public async Task EnsureExistsAsync(CancellationToken ct)
    {
        var ensured = await CallAsync<Result>(
            async bounded =>
            {
                var bucket = new BucketExistsArgs().WithBucket(_options.Bucket);
                if (!await _minio.BucketExistsAsync(bucket, bounded))
                    await _minio.MakeBucketAsync(
                        new MakeBucketArgs()
                            .WithBucket(_options.Bucket)
                            .WithLocation(_options.Region),
                        bounded
                    );
                return Result.Ok;
            },
            StorageErrors.Unavailable,
            ct
        );
        if (ensured.IsFailure)
            LogNoBucket(_options.Bucket);
    }

    public void Dispose() => _minio.Dispose();

    private Uri Sign(string key) =>
        new(
            _minio
                .PresignedGetObjectAsync(
                    new PresignedGetObjectArgs()
                        .WithBucket(_options.Bucket)
                        .WithObject(_options.NameOf(key))
                        .WithExpiry((int)SignatureLifetime.TotalSeconds)
                )
                // With the region set it makes no call, and is done when it returns.
                .GetAwaiter()
                .GetResult()
        );

    private async Task<T> CallAsync<T>(
        Func<CancellationToken, Task<T>> call,
        T ifNotFound,
        CancellationToken ct,
        TimeSpan? longest = null
    )
        where T : class, IResult<T>
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bound.CancelAfter(longest ?? CallBound);
        try
        {
            return await CatchAsync(() => call(bound.Token), ifNotFound);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            LogFailed("call", "no answer in time");
            return T.Failure(StorageErrors.Unavailable);
        }
    }

    private async Task<T> CatchAsync<T>(Func<Task<T>> call, T ifNotFound)
        where T : class, IResult<T>
    {
        try
        {
            return await call();
        }
        catch (ObjectNotFoundException)
        {
            return ifNotFound;
        }
        catch (Exception failed) when (IsFailure(failed))
        {
            LogFailed("call", failed.GetType().Name);
            return T.Failure(StorageErrors.Unavailable);
        }
    }

    /// <summary>Of answers that it did not expect, the Minio client throws whatever its parsing runs into.</summary>
    private static bool IsFailure(Exception exception) =>
        exception is not OperationCanceledException;

    [LoggerMessage(LogLevel.Warning, "S3: {What} failed, {Cause}")]
    private partial void LogFailed(string what, string cause);

    [LoggerMessage(LogLevel.Error, "S3: the bucket {Bucket} could not be found or created")]
    private partial void LogNoBucket(string bucket);
}
