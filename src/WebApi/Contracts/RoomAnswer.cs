using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>A room with the fields that a client asked for. Its documented form is <see cref="MeetRoomFields"/>.</summary>
[JsonConverter(typeof(RoomAnswerConverter))]
internal sealed record RoomAnswer(RoomExcerpt Room, RoomView View);

internal sealed class RoomAnswerConverter : JsonConverter<RoomAnswer>
{
    public override RoomAnswer Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => throw new NotSupportedException();

    public override void Write(
        Utf8JsonWriter writer,
        RoomAnswer value,
        JsonSerializerOptions options
    ) => value.View.Write(writer, value.Room);
}
