using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Whether LiveKit opens the room of a token, as participants need who come after LiveKit has closed it.</summary>
internal sealed class LiveKitRoomsCheck(LiveKitProbe liveKit, LiveKitOptions options) : ICheck
{
    private static readonly Fault NoAutoCreate = new(
        "livekit-auto-create",
        FaultSeverity.Failure,
        "Set room.auto_create to true in LiveKit's configuration, or leave it out."
    );

    public static string Id => "livekit-rooms";

    public static string Subject => "LiveKit opens rooms for those who join";

    public static IReadOnlyList<Fault> Faults { get; } = [NoAutoCreate];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var answer = await liveKit.ValidateJoinAsync(
            options.ServerUrl!,
            RoomNamePrefix.From("doctor").NewRoomName(),
            ct
        );
        if (LiveKitProbe.Silence(answer) is { } silence)
            return [Fault.NotExamined.Found(silence)];
        if (LiveKitProbe.IsRoomRefused(answer))
            return
            [
                NoAutoCreate.Found(
                    "LiveKit refuses to open a room for somebody who joins (auto_create is false)"
                ),
            ];
        return answer.Status == 200
            ? []
            :
            [
                Fault.NotExamined.Found(
                    answer.Status == 404
                        ? LiveKitProbe.Elsewhere
                        : $"LiveKit answers {answer.Status}"
                ),
            ];
    }
}
