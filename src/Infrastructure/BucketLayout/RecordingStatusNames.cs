using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.BucketLayout;

/// <summary>
/// The names of statuses in OpenVidu Meet's specification. LiveKit spells one of them differently, and files contain both spellings.
/// </summary>
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
        ["LIMITED_REACHED"] = RecordingStatus.LimitReached,
    };

    public static RecordingStatus? Read(string? name) =>
        name switch
        {
            null => null,
            "LIMIT_REACHED" => RecordingStatus.LimitReached,
            _ => ByName.TryGetValue(name, out var status) ? status : null,
        };

    public static string Write(RecordingStatus status) =>
        ByName.First(pair => pair.Value == status).Key;
}
