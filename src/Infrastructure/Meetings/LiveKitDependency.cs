using OpenViduMeet.Domain.Dependencies;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Meetings;

internal sealed class LiveKitDependency(TwirpClient liveKit, LiveKitOptions options) : IDependency
{
    /// <summary>No room's name: LiveKit is asked for nothing that it would have to gather.</summary>
    private static readonly string[] NoRoom = ["-"];

    public string Purpose => "Meeting server";

    public string Description => $"LiveKit at {options.BrowserUrl}";

    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        var answer = await liveKit.CallAsync<ListRoomsAnswer>(
            TwirpMethod.ListRooms,
            LiveKitGrant.RoomList,
            new ListRoomsRequest(NoRoom),
            ct
        );
        return answer.Code is null;
    }
}
