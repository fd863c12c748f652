using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.Archive;

/// <summary>The statuses as LiveKit and OpenVidu Meet write them.</summary>
internal static class RecordingStatusNames
{
    private static readonly Dictionary<string, RecordingStatus> ByName = new(StringComparer.Ordinal)
    {
        ["STARTING"] = RecordingStatus.Starting,
        ["ACTIVE"] = RecordingStatus.Active,
        ["ENDING"] = RecordingStatus.Ending,
        ["COMPLETE"] = RecordingStatus.Complete,
        ["FAILED"] = RecordingStatus.Failed,
        ["ABORTED"] = RecordingStatus.Aborted,
        ["LIMIT_REACHED"] = RecordingStatus.LimitReached,
    };

    public static RecordingStatus? Read(string? name) =>
        name is not null && ByName.TryGetValue(name, out var status) ? status : null;

    public static string Write(RecordingStatus status) =>
        ByName.First(pair => pair.Value == status).Key;
}
