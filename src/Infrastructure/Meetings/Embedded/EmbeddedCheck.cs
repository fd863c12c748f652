using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.Infrastructure.Meetings.Embedded;

/// <summary>Found wherever it is registered: outside Development, an installation needs LiveKit.</summary>
internal sealed class EmbeddedCheck : ICheck
{
    private static readonly Fault NoLiveKit = new(
        "livekit-missing",
        FaultSeverity.Warning,
        "Set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET: without LiveKit, nobody can see or hear anybody."
    );

    public static string Id => "livekit";

    public static string Subject => "There is a LiveKit";

    public static IReadOnlyList<Fault> Faults { get; } = [NoLiveKit];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Finding>>([NoLiveKit.Found("LIVEKIT_URL is not set")]);
}
