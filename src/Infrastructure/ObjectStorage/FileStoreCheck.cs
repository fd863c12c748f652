using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>Whether the folder of recordings can be written. It is created with the first recording.</summary>
internal sealed class FileStoreCheck(StorageOptions options) : ICheck
{
    private static readonly Fault NotWritable = new(
        "recordings-not-writable",
        FaultSeverity.Failure,
        "Give the user of this server the permission to write in the folder of recordings, as the egress has."
    );

    public static string Id => "recordings";

    public static string Subject => "The folder of recordings can be written";

    public static IReadOnlyList<Fault> Faults { get; } = [NotWritable];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            DataDirectory.FaultOf(options.BucketDirectory) is { } fault
                ? [NotWritable.Found($"{options.BucketDirectory}: {fault}")]
                : []
        );
}
