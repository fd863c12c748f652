using OpenViduMeet.Domain.Dependencies;

namespace OpenViduMeet.Infrastructure.Blobs.S3;

internal sealed class BucketDependency(S3Bucket bucket) : IDependency
{
    public string Purpose => "Recordings";

    public string Description => "An S3 bucket";

    public async Task<bool> AnswersAsync(CancellationToken ct) =>
        !(await bucket.FindAsync(ct)).IsFailure;
}
