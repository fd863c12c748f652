using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Signals in the format of the Meet SPA's components: a topic and a JSON body.</summary>
internal static class LiveKitSignals
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static (string Topic, byte[] Data) Write(RoomSignal signal) =>
        signal switch
        {
            RecordingProgressed { Recording: var recording } => (
                TopicOf(recording.Status),
                Body(recording)
            ),
            RecordingDeleted { Recording: var recording } => ("recordingDeleted", Body(recording)),
            RoomState state => (
                "roomStatus",
                JsonSerializer.SerializeToUtf8Bytes(
                    new { IsRecordingStarted = state.IsBeingRecorded },
                    Json
                )
            ),
            _ => throw new ArgumentOutOfRangeException(
                nameof(signal),
                signal,
                "The signal has no topic"
            ),
        };

    private static string TopicOf(RecordingStatus status) =>
        status switch
        {
            RecordingStatus.Starting => "recordingStarting",
            RecordingStatus.Active => "recordingStarted",
            RecordingStatus.Ending => "recordingStopping",
            RecordingStatus.Complete or RecordingStatus.LimitReached => "recordingStopped",
            _ => "recordingFailed",
        };

    private static string StatusOf(RecordingStatus status) =>
        status switch
        {
            RecordingStatus.Starting => "STARTING",
            RecordingStatus.Active => "STARTED",
            RecordingStatus.Ending => "STOPPING",
            RecordingStatus.Complete or RecordingStatus.LimitReached => "READY",
            _ => "FAILED",
        };

    private static byte[] Body(Recording recording) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Id = recording.Id.ToString(),
                RoomName = recording.Id.Room.Value,
                RoomId = recording.Id.Room.Value,
                Status = StatusOf(recording.Status),
                Filename = recording.Id.FileName,
                StartedAt = recording.StartedAt.ToUnixTimeMilliseconds(),
                EndedAt = recording.EndedAt?.ToUnixTimeMilliseconds(),
                Duration = recording.Duration?.TotalSeconds,
                recording.Size,
            },
            Json
        );
}
