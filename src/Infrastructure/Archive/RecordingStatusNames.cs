using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.Archive;

/// <summary>The statuses as LiveKit and OpenVidu Meet write them: of one there are two spellings, and both are read.</summary>
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

    private const string OtherLimitReached = "LIMITED_REACHED";

    public static RecordingStatus? Read(string? name) =>
        name switch
        {
            null => null,
            OtherLimitReached => RecordingStatus.LimitReached,
            _ => ByName.TryGetValue(name, out var status) ? status : null,
        };

    public static string Write(RecordingStatus status) =>
        ByName.First(pair => pair.Value == status).Key;
}
