using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Minio;
using Minio.DataModel;
using Minio.DataModel.Args;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Caching;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>The bucket, by way of the Minio client: everything but reading, for which it only signs.</summary>
internal sealed partial class S3Bucket(
    S3Options options,
    IHttpMessageHandlerFactory connections,
    TimeProvider clock,
    ILogger<S3Bucket> logger
) : IDisposable
{
    /// <summary>Bytes a second: a store that takes in less than that has failed.</summary>
    private const double SlowestUpload = 256 * 1024;

    /// <summary>The root element of a listing.</summary>
    private const string Listing = "ListBucketResult";

    private static readonly TimeSpan SignatureLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan SignatureUse = TimeSpan.FromMinutes(30);

    private readonly ExpiringCache<string, Uri> _signed = new(SignatureUse, clock);

    public void Dispose() => _signed.Dispose();

    /// <summary>A URL that lets whoever has it read the object. Signed here: with the region set, that makes no call.</summary>
    public async ValueTask<Uri> SignedUrlOfAsync(string key)
    {
        if (_signed.Find(key) is { } known)
            return known;

        using var exchange = NewExchange();
        var url = new Uri(
            await exchange.Client.PresignedGetObjectAsync(
                new PresignedGetObjectArgs()
                    .WithBucket(options.Bucket)
                    .WithObject(options.NameOf(key))
                    .WithExpiry((int)SignatureLifetime.TotalSeconds)
            )
        );
        _signed.Keep(key, url);
        return url;
    }

    public Task<Result<MediaFacts>> StatAsync(string key, CancellationToken ct) =>
        CallAsync<Result<MediaFacts>>(
            "stat",
            (minio, bounded) =>
                minio.StatObjectAsync(
                    new StatObjectArgs().WithBucket(options.Bucket).WithObject(options.NameOf(key)),
                    bounded
                ),
            answer =>
                answer switch
                {
                    { IsSuccess: true, Facts: { } facts } => facts,
                    { Status: HttpStatusCode.NotFound } => RecordingErrors.NotFound,
                    _ => null,
                },
            ct
        );

    /// <param name="size">How many bytes the content has.</param>
    public Task<Result> PutAsync(string key, Stream content, long size, CancellationToken ct) =>
        CallAsync<Result>(
            "write",
            (minio, bounded) =>
                minio.PutObjectAsync(
                    new PutObjectArgs()
                        .WithBucket(options.Bucket)
                        .WithObject(options.NameOf(key))
                        .WithStreamData(content)
                        .WithObjectSize(size),
                    bounded
                ),
            answer => answer.IsSuccess ? Result.Ok : null,
            ct,
            BoundedCall.Longest + TimeSpan.FromSeconds(size / SlowestUpload)
        );

    /// <summary>Done only when S3 says that it removed the object, or that there is none.</summary>
    public Task<Result> RemoveAsync(string key, CancellationToken ct) =>
        CallAsync<Result>(
            "delete",
            (minio, bounded) =>
                minio.RemoveObjectAsync(
                    new RemoveObjectArgs()
                        .WithBucket(options.Bucket)
                        .WithObject(options.NameOf(key)),
                    bounded
                ),
            answer =>
                answer
                    is { IsSuccess: true, Status: HttpStatusCode.OK or HttpStatusCode.NoContent }
                        or { Status: HttpStatusCode.NotFound, Code: S3Answer.NoSuchKey }
                    ? Result.Ok
                    : null,
            ct
        );

    /// <summary>The keys that begin with a prefix. Throws <see cref="IOException"/> if the store fails.</summary>
    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var all = options.NameOf("");
        using var exchange = NewExchange();
        using var listing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var found = exchange
            .Client.ListObjectsEnumAsync(
                new ListObjectsArgs()
                    .WithBucket(options.Bucket)
                    .WithPrefix(options.NameOf(prefix))
                    .WithRecursive(true),
                listing.Token
            )
            .GetAsyncEnumerator(listing.Token);
        // Each step has its bound, which counts the store's time alone.
        while (await MoveNextAsync(found, exchange, listing, ct))
            yield return found.Current.Key[all.Length..];
    }

    /// <summary>Looks whether the bucket is there.</summary>
    public Task<Result> FindAsync(CancellationToken ct) =>
        CallAsync<Result>(
            "look for the bucket",
            (minio, bounded) =>
                minio.BucketExistsAsync(new BucketExistsArgs().WithBucket(options.Bucket), bounded),
            answer => answer.IsSuccess ? Result.Ok : null,
            ct
        );

    /// <summary>Creates the bucket if it is missing. A store that cannot be reached is logged, and looked for again when it is needed.</summary>
    public async Task EnsureExistsAsync(CancellationToken ct)
    {
        var ensured = await CallAsync<Result>(
            "create the bucket",
            async (minio, bounded) =>
            {
                var bucket = new BucketExistsArgs().WithBucket(options.Bucket);
                if (!await minio.BucketExistsAsync(bucket, bounded))
                    await minio.MakeBucketAsync(
                        new MakeBucketArgs()
                            .WithBucket(options.Bucket)
                            .WithLocation(options.Region),
                        bounded
                    );
            },
            answer => answer.IsSuccess ? Result.Ok : null,
            ct
        );
        if (ensured.IsFailure)
            LogNoBucket(options.Bucket);
    }

    private S3Exchange NewExchange() => new(options, connections.CreateHandler(S3Http.Name));

    private async Task<bool> MoveNextAsync(
        IAsyncEnumerator<Item> found,
        S3Exchange exchange,
        CancellationTokenSource listing,
        CancellationToken ct
    )
    {
        var hasMore = false;
        var fault = await BoundedCall.RunAsync<string?>(
            async bounded =>
            {
                await using var _ = bounded.Register(listing.Cancel);
                return await exchange.RunAsync(
                    async () => hasMore = await found.MoveNextAsync(),
                    bounded
                );
            },
            failure => failure.Cause,
            ct
        );
        if (fault is null && exchange.Answer?.Root != Listing)
            fault = "the answer is no listing";
        if (fault is null)
            return hasMore;

        LogFailed("list", fault);
        throw new IOException("The store could not be listed.");
    }

    /// <param name="what">For the log.</param>
    /// <param name="read">What S3's answer means, or <see langword="null"/> if it is none to this call.</param>
    private Task<T> CallAsync<T>(
        string what,
        Func<IMinioClient, CancellationToken, Task> call,
        Func<S3Answer, T?> read,
        CancellationToken ct,
        TimeSpan? longest = null
    )
        where T : class, IResult<T>
    {
        return BoundedCall.RunAsync(
            async bounded =>
            {
                using var exchange = NewExchange();
                var fault = await exchange.RunAsync(() => call(exchange.Client, bounded), bounded);
                var answer = exchange.Answer;
                // Of a success that the client could not read, nothing is believed.
                var result =
                    answer is not null && (fault is null || !answer.IsSuccess)
                        ? read(answer)
                        : null;
                return result ?? Fail(fault ?? $"{answer}");
            },
            failure => Fail(failure.Cause),
            ct,
            longest
        );

        T Fail(string cause)
        {
            LogFailed(what, cause);
            return T.Failure(StorageErrors.Unavailable);
        }
    }

    [LoggerMessage(LogLevel.Warning, "S3: {What} failed, {Cause}")]
    private partial void LogFailed(string what, string cause);

    [LoggerMessage(LogLevel.Error, "S3: the bucket {Bucket} could not be found or created")]
    private partial void LogNoBucket(string bucket);
}
