using System.Text.Json;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>How a client asked to see rooms: with which of the fields of <see cref="MeetRoom"/>, and with which URLs to join them.</summary>
internal sealed class RoomView
{
    /// <summary>All fields, in the order of <see cref="MeetRoom"/>, with the part of the room that each needs.</summary>
    private static readonly Field[] AllFields =
    [
        new("roomName", RoomParts.None, (json, room, _) => json.WriteStringValue(room.Name.Value)),
        new(
            "roomNamePrefix",
            RoomParts.Prefix,
            (json, room, _) => json.WriteStringValue(room.Prefix?.Value)
        ),
        new(
            "creationDate",
            RoomParts.None,
            (json, room, _) => json.WriteNumberValue(room.CreatedAt.ToUnixTimeMilliseconds())
        ),
        new(
            "expirationDate",
            RoomParts.ExpiresAt,
            (json, room, _) => WriteNumber(json, room.ExpiresAt?.ToUnixTimeMilliseconds())
        ),
        new(
            "maxParticipants",
            RoomParts.MaxParticipants,
            (json, room, _) => WriteNumber(json, room.MaxParticipants)
        ),
        new(
            "preferences",
            RoomParts.Preferences,
            (json, room, view) =>
                JsonSerializer.Serialize(json, room.Preferences?.ToContract(), view._json)
        ),
        new(
            "moderatorRoomUrl",
            RoomParts.ModeratorSecret,
            (json, room, view) => view.WriteUrl(json, room.Name, room.ModeratorSecret)
        ),
        new(
            "publisherRoomUrl",
            RoomParts.PublisherSecret,
            (json, room, view) => view.WriteUrl(json, room.Name, room.PublisherSecret)
        ),
    ];

    private readonly Field[] _fields;
    private readonly string _baseUrl;
    private readonly JsonSerializerOptions _json;

    /// <param name="fields">The field names, separated by commas. Unknown names are ignored. <see langword="null"/> or blank for all fields.</param>
    public RoomView(string? fields, string baseUrl, JsonSerializerOptions json)
    {
        _fields = Chosen(fields);
        _baseUrl = baseUrl;
        _json = json;
        Parts = _fields.Aggregate(RoomParts.None, (parts, field) => parts | field.Needs);
    }

    /// <summary>The parts of a room that the fields need.</summary>
    public RoomParts Parts { get; }

    public RoomAnswer Of(RoomExcerpt room) => new(room, this);

    public void Write(Utf8JsonWriter json, RoomExcerpt room)
    {
        json.WriteStartObject();
        foreach (var field in _fields)
        {
            json.WritePropertyName(field.Name);
            field.Write(json, room, this);
        }

        json.WriteEndObject();
    }

    private static Field[] Chosen(string? fields)
    {
        if (string.IsNullOrWhiteSpace(fields))
            return AllFields;
        var asked = fields.Split(',', StringSplitOptions.TrimEntries);
        return
        [
            .. AllFields.Where(field => asked.Contains(field.Name.Value, StringComparer.Ordinal)),
        ];
    }

    private static void WriteNumber(Utf8JsonWriter json, long? number)
    {
        if (number is { } known)
            json.WriteNumberValue(known);
        else
            json.WriteNullValue();
    }

    private void WriteUrl(Utf8JsonWriter json, RoomName room, RoomSecret? secret) =>
        json.WriteStringValue(
            secret is null ? null : RoomPresenter.JoinUrl(_baseUrl, room, secret)
        );

    private sealed class Field(
        string name,
        RoomParts needs,
        Action<Utf8JsonWriter, RoomExcerpt, RoomView> write
    )
    {
        public JsonEncodedText Name { get; } = JsonEncodedText.Encode(name);

        public RoomParts Needs => needs;

        public Action<Utf8JsonWriter, RoomExcerpt, RoomView> Write => write;
    }
}
