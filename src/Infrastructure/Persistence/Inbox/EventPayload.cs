using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Inbox;

/// <summary>Events as they are kept in the inbox.</summary>
internal static class EventPayload
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(MeetingEvent happened) =>
        JsonSerializer.Serialize(
            happened switch
            {
                RoomOpened e => new Kept(nameof(RoomOpened)) { Room = e.Room.Value },
                RoomClosed e => new Kept(nameof(RoomClosed)) { Room = e.Room.Value },
                ParticipantJoined e => new Kept(nameof(ParticipantJoined))
                {
                    Room = e.Room.Value,
                    Participant = e.Participant.Value,
                },
                EgressChanged e => new Kept(nameof(EgressChanged))
                {
                    Egress = KeptEgress.From(e.Report),
                },
                _ => throw new ArgumentOutOfRangeException(
                    nameof(happened),
                    happened,
                    "Not an event to keep"
                ),
            },
            Json
        );

    public static MeetingEvent Read(string id, string payload)
    {
        var kept = JsonSerializer.Deserialize<Kept>(payload, Json)!;
        return kept.Kind switch
        {
            nameof(RoomOpened) => new RoomOpened(id, RoomName.Parse(kept.Room!)),
            nameof(RoomClosed) => new RoomClosed(id, RoomName.Parse(kept.Room!)),
            // An earlier version may have kept what is no name any more.
            nameof(ParticipantJoined)
                when ParticipantName.TryParse(kept.Participant, out var participant) =>
                new ParticipantJoined(id, RoomName.Parse(kept.Room!), participant),
            nameof(EgressChanged) => new EgressChanged(id, kept.Egress!.ToReport()),
            _ => new UnrelatedEvent(id),
        };
    }

    private sealed record Kept(string Kind)
    {
        public string? Room { get; init; }

        public string? Participant { get; init; }

        public KeptEgress? Egress { get; init; }
    }

    private sealed record KeptEgress(
        string Id,
        RecordingStatus Status,
        bool IsInOurStore,
        DateTimeOffset? StartedAt,
        DateTimeOffset? EndedAt,
        TimeSpan? Duration,
        long? Size,
        int? ErrorCode,
        string? Error,
        string? Details
    )
    {
        public static KeptEgress From(EgressReport report) =>
            new(
                report.Id.ToString(),
                report.Status,
                report.IsInOurStore,
                report.StartedAt,
                report.EndedAt,
                report.Duration,
                report.Size,
                report.ErrorCode,
                report.Error,
                report.Details
            );

        public EgressReport ToReport() =>
            new(RecordingId.Parse(Id), Status)
            {
                IsInOurStore = IsInOurStore,
                StartedAt = StartedAt,
                EndedAt = EndedAt,
                Duration = Duration,
                Size = Size,
                ErrorCode = ErrorCode,
                Error = Error,
                Details = Details,
            };
    }
}
