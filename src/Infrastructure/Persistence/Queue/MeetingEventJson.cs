using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Infrastructure.Json;

namespace OpenViduMeet.Infrastructure.Persistence.Queue;

/// <summary>
/// The JSON of events in the inbox. It holds only the values that are needed, because LiveKit's own JSON holds passwords.
/// </summary>
internal static class MeetingEventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        AllowOutOfOrderMetadataProperties = true,
        Converters =
        {
            new JsonStringEnumConverter(),
            new KeptName(),
            new ParsableValueConverterFactory(),
        },
    };

    public static string Write(MeetingEvent happened) =>
        JsonSerializer.Serialize(happened, Options);

    /// <exception cref="JsonException">The JSON is not an event, or holds an invalid name or id.</exception>
    public static MeetingEvent Read(string id, string payload) =>
        JsonSerializer.Deserialize<MeetingEvent>(payload, Options) switch
        {
            null or ParticipantJoined { Participant: null } => new UnrelatedEvent(id),
            RoomOpened { Room: null }
            or RoomClosed { Room: null }
            or ParticipantJoined { Room: null }
            or EgressChanged { Report: null } => throw new JsonException(
                "A part of the event is missing."
            ),
            var happened => happened with { Id = id },
        };

    /// <summary>An earlier version may have kept what is no name any more.</summary>
    private sealed class KeptName : JsonConverter<ParticipantName>
    {
        public override ParticipantName? Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => ParticipantName.TryParse(reader.GetString(), out var name) ? name : null;

        public override void Write(
            Utf8JsonWriter writer,
            ParticipantName value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue(value.Value);
    }
}
