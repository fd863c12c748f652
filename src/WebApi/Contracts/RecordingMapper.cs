using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using Riok.Mapperly.Abstractions;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Maps recordings to contracts.</summary>
[Mapper(RequiredMappingStrategy = RequiredMappingStrategy.Target)]
internal static partial class RecordingMapper
{
    [MapProperty(nameof(Recording.Id), nameof(MeetRecording.RecordingId))]
    [MapProperty([nameof(Recording.Id), nameof(RecordingId.Room)], nameof(MeetRecording.RoomId))]
    [MapProperty(
        [nameof(Recording.Id), nameof(RecordingId.FileName)],
        nameof(MeetRecording.Filename)
    )]
    [MapProperty(nameof(Recording.StartedAt), nameof(MeetRecording.StartDate))]
    [MapProperty(nameof(Recording.EndedAt), nameof(MeetRecording.EndDate))]
    public static partial MeetRecording ToContract(this Recording recording);

    [MapProperty(nameof(Recording.Id), nameof(MeetRecording.RecordingId))]
    [MapProperty([nameof(Recording.Id), nameof(RecordingId.Room)], nameof(MeetRecording.RoomId))]
    [MapProperty(
        [nameof(Recording.Id), nameof(RecordingId.FileName)],
        nameof(MeetRecording.Filename)
    )]
    [MapProperty(nameof(Recording.StartedAt), nameof(MeetRecording.StartDate))]
    public static partial MeetRecordingStart ToStartContract(this Recording recording);

    public static MeetRecordingPage ToContract(this RecordingPage page) =>
        new([.. page.Recordings.Select(ToContract)], page.Next is not null)
        {
            NextPageToken = page.Next?.Text,
        };

    public static DeletedRecordingsAnswer ToContract(this DeletedRecordings outcome) =>
        new(
            outcome.Deleted,
            [
                .. outcome.Kept.Select(kept => new NotDeletedRecording(
                    kept.RecordingId,
                    kept.Reason.Message
                )),
            ]
        );

    private static long ToMilliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    private static double ToSeconds(TimeSpan duration) => duration.TotalSeconds;

    private static string ToText(RecordingId id) => id.ToString();

    private static string ToText(RoomName name) => name.Value;
}
