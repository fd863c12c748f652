using System.Text.Json;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Whether LiveKit answers and accepts the key pair, and whether its clock is right.</summary>
internal sealed class LiveKitCheck(LiveKitProbe liveKit) : ICheck
{
    private static readonly Fault Unreachable = new(
        "livekit-unreachable",
        FaultSeverity.Failure,
        "Start LiveKit, and set LIVEKIT_URL_PRIVATE (or LIVEKIT_URL) to the URL at which this server reaches it."
    );

    private static readonly Fault NotLiveKit = new(
        "livekit-wrong-url",
        FaultSeverity.Failure,
        "Set LIVEKIT_URL_PRIVATE (or LIVEKIT_URL) to LiveKit's own URL: another server answers at the present one."
    );

    private static readonly Fault KeyRefused = new(
        "livekit-key-refused",
        FaultSeverity.Failure,
        "Set LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a pair under keys: in LiveKit's configuration."
    );

    private static readonly Fault Clock = new(
        "livekit-clock",
        FaultSeverity.Failure,
        "Run a time service (NTP) on this machine and on LiveKit's. Tokens are valid by the clock."
    );

    /// <summary>No room has this name, so that the answer is small.</summary>
    private static readonly ListRoomsRequest NoRoom = new(["-"]);

    /// <summary>
    /// LiveKit accepts tokens unless its clock is ahead by more: they are valid for a minute or more when they are sent, LiveKit grants them
    /// another one, and its answers tell whole seconds. A clock that is behind refuses none.
    /// </summary>
    private static readonly TimeSpan LongestAhead = TimeSpan.FromSeconds(119);

    public static string Id => "livekit";

    public static string Subject => "LiveKit answers and accepts the key pair";

    public static IReadOnlyList<Fault> Faults { get; } =
    [Unreachable, NotLiveKit, KeyRefused, Clock];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var answer = await liveKit.CallAsync(
            RoomService.ListRooms,
            LiveKitGrant.RoomList,
            NoRoom,
            ct
        );
        if (answer.Cause is { } cause)
            return [Unreachable.Found($"LiveKit at {liveKit.Url} does not answer: {cause}")];

        var findings = new List<Finding>();
        if (ProbeClient.Describe(answer.Skew) is { } difference)
            findings.Add(Clock.Found($"LiveKit's clock is {difference}"));
        // With such a clock, LiveKit refuses the tokens of every key.
        var isByClock = answer.Skew > LongestAhead;
        if (answer.Status == 401 && !isByClock)
            findings.Add(
                KeyRefused.Found($"LiveKit at {liveKit.Url} refuses the API key or its secret")
            );
        else if (answer.Status != 401 && !IsList(answer))
            findings.Add(
                NotLiveKit.Found($"{liveKit.Url} answers {answer.Status}, and not as LiveKit does")
            );
        return findings;
    }

    private static bool IsList(ProbeAnswer answer)
    {
        try
        {
            return answer.Status == 200
                && JsonSerializer.Deserialize<ListRoomsAnswer>(answer.Body, LiveKitJson.Answers)
                    is { Rooms: not null };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
