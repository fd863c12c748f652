using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

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
        Converters =
        {
            new JsonStringEnumConverter(),
            new TextConverter<RoomName>(RoomName.Parse),
            new TextConverter<RecordingId>(RecordingId.Parse),
            // An earlier version may have stored a name that is not valid any more.
            new TextConverter<ParticipantName>(text =>
                ParticipantName.TryParse(text, out var name) ? name : null
            ),
        },
    };

    public static string Write(MeetingEvent happened) =>
        JsonSerializer.Serialize(happened, Options);

    /// <exception cref="JsonException">The JSON is not an event.</exception>
    /// <exception cref="FormatException">The event holds an invalid name or id.</exception>
    public static MeetingEvent Read(string id, string payload) =>
        JsonSerializer.Deserialize<MeetingEvent>(payload, Options) switch
        {
            null or ParticipantJoined { Participant: null } => new UnrelatedEvent(id),
            var happened => happened with { Id = id },
        };

    private sealed class TextConverter<T>(Func<string, T?> parse) : JsonConverter<T>
        where T : class
    {
        public override T? Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
