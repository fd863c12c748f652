using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// Whether LiveKit can record. It tells whether it has Redis, over which it reaches its egress. Whether an egress runs, only a recording
/// shows.
/// </summary>
internal sealed class LiveKitEgressCheck(LiveKitProbe liveKit) : ICheck
{
    private static readonly Fault NoRedis = new(
        "livekit-without-redis",
        FaultSeverity.Failure,
        "To record meetings, add redis: to LiveKit's configuration, and run an egress with the same Redis."
    );

    private static readonly Fault NoAnswer = new(
        "livekit-egress-unavailable",
        FaultSeverity.Failure,
        "Look at the logs of LiveKit and Redis: recordings cannot be started or ended."
    );

    public static string Id => "livekit-egress";

    public static string Subject => "LiveKit has Redis, which recordings need";

    public static IReadOnlyList<Fault> Faults { get; } = [NoRedis, NoAnswer];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        // Only those under way: LiveKit keeps the others for a day.
        var answer = await liveKit.CallAsync(
            EgressService.ListEgress,
            LiveKitGrant.RoomRecord,
            new ListEgressRequest("-", EgressId: null, Active: true),
            ct
        );
        if (LiveKitProbe.Silence(answer) is { } silence)
            return [Fault.NotExamined.Found(silence)];
        if (answer.Status == 200)
            return [];

        if (LiveKitProbe.ErrorIn(answer) is not { Code: { } code } error)
            return [Fault.NotExamined.Found(LiveKitProbe.Elsewhere)];
        return TwirpErrors.Find(code, error.Msg) == TwirpErrors.NoEgressService
            ? [NoRedis.Found("LiveKit runs without Redis, so it has no egress and cannot record")]
            : [NoAnswer.Found($"LiveKit answers {answer.Status} to a question about recordings")];
    }
}
