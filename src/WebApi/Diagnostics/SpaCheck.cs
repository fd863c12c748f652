using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.WebApi.Spa;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>Whether the web client is still there. At the start, <see cref="SpaOptions"/> requires it.</summary>
internal sealed class SpaCheck(SpaOptions options) : ICheck
{
    private static readonly Fault Missing = new(
        "web-client-missing",
        FaultSeverity.Failure,
        "Set MEET_SPA_DIR to the folder of a built client, which has an index.html, or mount it again."
    );

    public static string Id => "web-client";

    public static string Subject => "The web client is there, if one is hosted";

    public static IReadOnlyList<Fault> Faults { get; } = [Missing];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            options.Directory is { } directory
            && !File.Exists(Path.Combine(directory, SpaOptions.IndexFile))
                ? [Missing.Found($"{directory} has no {SpaOptions.IndexFile}")]
                : []
        );
}
