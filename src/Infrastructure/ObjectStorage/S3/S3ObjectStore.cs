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

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// Stores objects in an S3 bucket. The Minio client makes all calls except reading, for which it signs the URL.
/// </summary>
internal sealed partial class S3ObjectStore(
    S3Options options,
    IHttpMessageHandlerFactory connections,
    TimeProvider clock,
    ILogger<S3ObjectStore> logger
) : IObjectStore, IDisposable
{
    /// <summary>In bytes per second. A store that receives less has failed.</summary>
    private const double SlowestUpload = 256 * 1024;

    /// <summary>The root element of a listing.</summary>
    private const string Listing = "ListBucketResult";

    private static readonly TimeSpan SignatureLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan SignatureUse = TimeSpan.FromMinutes(30);

    private readonly ExpiringCache<string, Uri> _signed = new(SignatureUse, clock);

    public void Dispose() => _signed.Dispose();

    /// <summary>Makes no call if the facts are known, because reading checks them.</summary>
    public async Task<Result<StoredMedia>> OpenAsync(
        string key,
        MediaFacts? known,
        CancellationToken ct
    )
    {
        if (known is null)
        {
            var stat = await StatAsync(key, ct);
            if (stat.IsFailure)
                return stat.Error;
            known = stat.Value;
        }

        // Cheaper than a client, whose own limits and buffers are not used.
        var http = new HttpMessageInvoker(
            connections.CreateHandler(S3Http.Name),
            disposeHandler: false
        );
        return new S3Object(() => SignedUrlOfAsync(key), known, http, logger);
    }

    public Task<Result> WriteAsync(string key, Stream content, CancellationToken ct) =>
        CallAsync<Result>(
            "write",
            (minio, bounded) =>
                minio.PutObjectAsync(
                    new PutObjectArgs()
                        .WithBucket(options.Bucket)
                        .WithObject(options.NameOf(key))
                        .WithStreamData(content)
                        .WithObjectSize(content.Length),
                    bounded
                ),
            answer => answer.IsSuccess ? Result.Ok : null,
            ct,
            BoundedCall.Longest + TimeSpan.FromSeconds(content.Length / SlowestUpload)
        );

    /// <summary>Succeeds only if S3 answers that it removed the object or that the object does not exist.</summary>
    public Task<Result> DeleteAsync(string key, CancellationToken ct) =>
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

    public async IAsyncEnumerable<ListedObject> ListAsync(
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
        while (true)
        {
            // Each step has its own time limit, which does not count the caller's time between steps.
            var moved = await MoveNextAsync(found, exchange, listing, ct);
            if (moved.IsFailure)
                yield return new ListedObject(prefix, moved.Error);
            if (moved.IsFailure || !moved.Value)
                yield break;
            yield return new ListedObject(found.Current.Key[all.Length..], Result.Ok)
            {
                Facts = S3Facts.Of(found.Current),
            };
        }
    }

    /// <summary>Checks that the bucket exists.</summary>
    public Task<Result> FindAsync(CancellationToken ct) =>
        CallAsync<Result>(
            "look for the bucket",
            (minio, bounded) =>
                minio.BucketExistsAsync(new BucketExistsArgs().WithBucket(options.Bucket), bounded),
            answer => answer.IsSuccess ? Result.Ok : null,
            ct
        );

    /// <summary>Creates the bucket if it is missing. If the store cannot be reached, this is only logged: later calls try again.</summary>
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

    /// <summary>A signed URL with which any client can read the object. Signing makes no call, because the region is set.</summary>
    private async ValueTask<Uri> SignedUrlOfAsync(string key)
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

    private Task<Result<MediaFacts>> StatAsync(string key, CancellationToken ct) =>
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
                    { Status: HttpStatusCode.NotFound } => StorageErrors.NotFound,
                    { Status: HttpStatusCode.Forbidden } => NotGivenOut(answer),
                    _ => null,
                },
            ct
        );

    /// <summary>The store answers, but the keys of this server do not allow access to this object.</summary>
    private UnreadableObject NotGivenOut(S3Answer answer)
    {
        LogFailed("stat", answer.ToString());
        return new UnreadableObject($"the store answers {answer}");
    }

    private Task<Result<bool>> MoveNextAsync(
        IAsyncEnumerator<Item> found,
        S3Exchange exchange,
        CancellationTokenSource listing,
        CancellationToken ct
    ) =>
        BoundedCall.RunAsync(
            async bounded =>
            {
                await using var _ = bounded.Register(listing.Cancel);
                var hasMore = false;
                var answer = await exchange.RunAsync(
                    async () => hasMore = await found.MoveNextAsync(),
                    bounded
                );
                return answer is { IsSuccess: true, Root: Listing }
                    ? hasMore
                    : Fail<Result<bool>>(
                        "list",
                        answer.IsSuccess ? "the response is not a listing" : answer.ToString()
                    );
            },
            failure => Fail<Result<bool>>("list", failure.Cause),
            ct
        );

    /// <param name="what">The name of the call, for the log.</param>
    /// <param name="read">Returns the result of S3's response, or <see langword="null"/> if the response is unexpected.</param>
    private Task<T> CallAsync<T>(
        string what,
        Func<IMinioClient, CancellationToken, Task> call,
        Func<S3Answer, T?> read,
        CancellationToken ct,
        TimeSpan? longest = null
    )
        where T : class, IResult<T> =>
        BoundedCall.RunAsync(
            async bounded =>
            {
                using var exchange = NewExchange();
                var answer = await exchange.RunAsync(() => call(exchange.Client, bounded), bounded);
                return read(answer) ?? Fail<T>(what, answer.ToString());
            },
            failure => Fail<T>(what, failure.Cause),
            ct,
            longest
        );

    private T Fail<T>(string what, string cause)
        where T : IResult<T>
    {
        LogFailed(what, cause);
        return T.Failure(StorageErrors.Unavailable);
    }

    [LoggerMessage(LogLevel.Warning, "S3: {What} failed, {Cause}")]
    private partial void LogFailed(string what, string cause);

    [LoggerMessage(LogLevel.Error, "S3: the bucket {Bucket} could not be found or created")]
    private partial void LogNoBucket(string bucket);
}
