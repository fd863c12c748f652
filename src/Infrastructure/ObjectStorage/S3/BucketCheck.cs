using System.Net;
using System.Net.Http.Headers;
using Minio;
using Minio.DataModel.Args;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// Whether the bucket can be used: first a list, whose answer names what is generally wrong, then each right with a small object of its own.
/// </summary>
internal sealed class BucketCheck(
    S3Options options,
    IHttpMessageHandlerFactory connections,
    ProbeClient client,
    ExaminationTime time,
    TimeProvider clock
) : ICheck
{
    private const string Rights = "Give the access key the right";

    private static readonly Fault Unreachable = new(
        "s3-unreachable",
        FaultSeverity.Failure,
        "Start the store, and set MEET_S3_SERVICE_ENDPOINT to the URL at which this server reaches it."
    );

    private static readonly Fault Credentials = new(
        "s3-credentials",
        FaultSeverity.Failure,
        "Set MEET_S3_ACCESS_KEY and MEET_S3_SECRET_KEY to a key of the store."
    );

    private static readonly Fault NoBucket = new(
        "s3-bucket-missing",
        FaultSeverity.Failure,
        "Create the bucket, or set MEET_S3_BUCKET to its name."
    );

    private static readonly Fault Region = new(
        "s3-region",
        FaultSeverity.Failure,
        "Set MEET_AWS_REGION to the bucket's region, and MEET_S3_SERVICE_ENDPOINT to an endpoint of that region."
    );

    private static readonly Fault Clock = new(
        "s3-clock",
        FaultSeverity.Failure,
        "Run a time service (NTP) on this machine and on the store's. Requests are signed with the time."
    );

    private static readonly Fault NotS3 = new(
        "s3-wrong-answer",
        FaultSeverity.Failure,
        "Check MEET_S3_SERVICE_ENDPOINT and MEET_S3_WITH_PATH_STYLE_ACCESS: the answer is not that of a bucket."
    );

    private static readonly Fault List = new(
        "s3-list",
        FaultSeverity.Failure,
        $"{Rights} s3:ListBucket in the bucket, for names that begin with MEET_S3_SUBBUCKET."
    );

    private static readonly Fault Put = new(
        "s3-put",
        FaultSeverity.Failure,
        $"{Rights} s3:PutObject for names that begin with MEET_S3_SUBBUCKET, and check that the store has space."
    );

    private static readonly Fault Get = new(
        "s3-get",
        FaultSeverity.Failure,
        $"{Rights} s3:GetObject for names that begin with MEET_S3_SUBBUCKET."
    );

    private static readonly Fault Range = new(
        "s3-range",
        FaultSeverity.Failure,
        "Use a store that answers ranges, and let a proxy in front of it pass on the Range header: without it, nobody can seek."
    );

    private static readonly Fault Delete = new(
        "s3-delete",
        FaultSeverity.Failure,
        $"{Rights} s3:DeleteObject for names that begin with MEET_S3_SUBBUCKET, and delete what the doctor left behind."
    );

    private static readonly byte[] Content = "doctor"u8.ToArray();

    /// <summary>
    /// Of the time of the check, for each of the list, the write and the read, so that the check can say which was not answered. The object is
    /// deleted after it.
    /// </summary>
    private const double Share = 0.3;

    private static readonly string[] WrongKey = ["InvalidAccessKeyId", "SignatureDoesNotMatch"];
    private static readonly string[] WrongRegion =
    [
        "AuthorizationHeaderMalformed",
        "PermanentRedirect",
        "TemporaryRedirect",
        "IllegalLocationConstraintException",
    ];

    public static string Id => "s3";

    public static string Subject =>
        "The bucket can be listed, written, read by ranges and deleted from";

    public static IReadOnlyList<Fault> Faults { get; } =
    [Unreachable, Credentials, NoBucket, Region, Clock, NotS3, List, Put, Get, Range, Delete];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var listed = await CallAsync(ListAsync, ct);
        if (listed.Answer is not { } answer)
            return
            [
                Unreachable.Found(
                    $"The store at {options.Endpoint} does not answer: {listed.Cause}"
                ),
            ];

        var findings = new List<Finding>();
        if (ProbeClient.Describe(answer.Date - clock.GetUtcNow()) is { } difference)
            findings.Add(Clock.Found($"The store's clock is {difference}"));
        if (GeneralFaultOf(answer) is { } general)
            return findings is [] || general.Fault != Clock ? [.. findings, general] : findings;
        if (!answer.IsSuccess)
            findings.Add(List.Found($"Listing {options.NameOf("")} is answered with {answer}"));
        findings.AddRange(await TryObjectAsync(ct));
        return findings;
    }

    /// <returns>A fault because of which no other request can succeed.</returns>
    private Finding? GeneralFaultOf(S3Answer answer) =>
        answer.Code switch
        {
            S3Answer.NoSuchBucket => NoBucket.Found(
                $"The store has no bucket with the name {options.Bucket}"
            ),
            "RequestTimeTooSkewed" => Clock.Found("The store refuses the time of the requests"),
            { } code when WrongKey.Contains(code) => Credentials.Found(
                $"The store refuses the access key or its secret ({code})"
            ),
            { } code when WrongRegion.Contains(code) => Region.Found(
                $"The bucket is not in the region {options.Region} at this endpoint ({code})"
            ),
            // The last code says nothing of the reason, but only of this request.
            "AccessDenied" => null,
            _ => answer.IsSuccess
                ? answer.Root == "ListBucketResult"
                    ? null
                    : NotS3.Found($"{options.Endpoint} answers, but not with a list of objects")
                : NotS3.Found($"{options.Endpoint} answers a list of objects with {answer}"),
        };

    private async Task<List<Finding>> TryObjectAsync(CancellationToken ct)
    {
        var name = options.NameOf($"doctor-{Guid.NewGuid():N}");
        var findings = new List<Finding>();
        try
        {
            var put = await CallAsync((minio, bounded) => PutAsync(minio, name, bounded), ct);
            if (put.Answer?.IsSuccess != true)
                findings.Add(Put.Found($"Writing {name} is answered with {put}"));
            else if (await ReadFaultAsync(name, ct) is { } unread)
                findings.Add(unread);
        }
        finally
        {
            // Also after the time of the check is over: nothing is left behind.
            var deleted = await CallAsync(
                (minio, bounded) =>
                    minio.RemoveObjectAsync(
                        new RemoveObjectArgs().WithBucket(options.Bucket).WithObject(name),
                        bounded
                    ),
                CancellationToken.None
            );
            if (deleted.Answer is not { Status: HttpStatusCode.OK or HttpStatusCode.NoContent })
                findings.Add(Delete.Found($"Deleting {name} is answered with {deleted}"));
        }

        return findings;
    }

    /// <summary>Reads the middle of the object, as players do.</summary>
    private async Task<Finding?> ReadFaultAsync(string name, CancellationToken ct)
    {
        using var exchange = NewExchange();
        var url = await exchange.Client.PresignedGetObjectAsync(
            new PresignedGetObjectArgs()
                .WithBucket(options.Bucket)
                .WithObject(name)
                .WithExpiry((int)TimeSpan.FromMinutes(1).TotalSeconds)
        );
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(1, 3);
        var answer = await client.SendAsync(request, ct, Share);
        return answer switch
        {
            { Status: 206 } when answer.Body.AsSpan().SequenceEqual(Content.AsSpan(1, 3)) => null,
            { Status: 200 or 206 } => Range.Found(
                "The store answers a range with other bytes than those of the range"
            ),
            _ => Get.Found($"Reading {name} is answered with {answer}"),
        };
    }

    private async Task ListAsync(IMinioClient minio, CancellationToken ct)
    {
        var first = minio
            .ListObjectsEnumAsync(
                new ListObjectsArgs()
                    .WithBucket(options.Bucket)
                    .WithPrefix(options.NameOf("doctor-"))
                    .WithRecursive(true),
                ct
            )
            .GetAsyncEnumerator(ct);
        await using (first)
            await first.MoveNextAsync();
    }

    private async Task PutAsync(IMinioClient minio, string name, CancellationToken ct)
    {
        using var content = new MemoryStream(Content);
        await minio.PutObjectAsync(
            new PutObjectArgs()
                .WithBucket(options.Bucket)
                .WithObject(name)
                .WithStreamData(content)
                .WithObjectSize(content.Length),
            ct
        );
    }

    private S3Exchange NewExchange() => new(options, connections.CreateHandler(S3Http.Name));

    private Task<Outcome> CallAsync(
        Func<IMinioClient, CancellationToken, Task> call,
        CancellationToken ct
    ) =>
        BoundedCall.RunAsync(
            async bounded =>
            {
                using var exchange = NewExchange();
                return new Outcome(
                    await exchange.RunAsync(() => call(exchange.Client, bounded), bounded),
                    Cause: null
                );
            },
            failure => new Outcome(Answer: null, failure.Cause),
            ct,
            time.Part(Share)
        );

    /// <param name="Cause">Why there is no answer.</param>
    private sealed record Outcome(S3Answer? Answer, string? Cause)
    {
        public override string ToString() => Answer?.ToString() ?? $"nothing: {Cause}";
    }
}
