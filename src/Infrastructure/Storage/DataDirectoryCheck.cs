using System.Globalization;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>Whether the data directory can be written, and has space.</summary>
internal sealed class DataDirectoryCheck(StorageOptions options, IFileSystems fileSystems) : ICheck
{
    private static readonly Fault NotWritable = new(
        "data-directory-not-writable",
        FaultSeverity.Failure,
        "Set MEET_DATA_DIR to a folder that the user of this server can write in, such as a volume."
    );

    private static readonly Fault Full = new(
        "disk-full",
        FaultSeverity.Failure,
        "Free space on the disk of MEET_DATA_DIR, or move it to a larger one: writes are about to fail."
    );

    private static readonly Fault Low = new(
        "disk-low",
        FaultSeverity.Warning,
        "Free space on the disk of MEET_DATA_DIR, or move it to a larger one."
    );

    /// <summary>In bytes: less than a minute of a recording.</summary>
    private const long FullBelow = 50L * 1024 * 1024;

    /// <summary>In bytes: an hour of a recording.</summary>
    private const long LowBelow = 2L * 1024 * 1024 * 1024;

    public static string Id => "data-directory";

    public static string Subject => "The data directory can be written and has space";

    public static IReadOnlyList<Fault> Faults { get; } = [NotWritable, Full, Low];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var findings = new List<Finding>();
        if (DataDirectory.FaultOf(options.DataDirectory) is { } fault)
            findings.Add(NotWritable.Found($"{options.DataDirectory}: {fault}"));
        if (fileSystems.Find(options.DataDirectory)?.FreeBytes is < LowBelow and var free)
            findings.Add(
                (free < FullBelow ? Full : Low).Found(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{free / 1024 / 1024} MiB are free at {options.DataDirectory}"
                    )
                )
            );
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }
}
