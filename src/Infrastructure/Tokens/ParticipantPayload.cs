using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Meetings.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>What a participant token says, under the names that JSON Web Tokens and LiveKit give it. Times in seconds since the Unix epoch.</summary>
/// <param name="Metadata">A JSON text, not an object: LiveKit accepts nothing else.</param>
/// <param name="RoomConfig">How LiveKit opens the room if it is not open.</param>
internal sealed record ParticipantPayload(
    string Iss,
    string Sub,
    string Name,
    Guid Jti,
    long Nbf,
    long Iat,
    long Exp,
    VideoGrant Video,
    string Metadata,
    RoomConfiguration? RoomConfig
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Tokens travel in cookies and headers: a quotation mark is two bytes so, and not six.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>The least that a participant of either role needs; administration goes through this API.</summary>
internal sealed record VideoGrant(string Room)
{
    public bool RoomJoin { get; } = true;

    public bool CanPublish { get; } = true;

    public bool CanSubscribe { get; } = true;

    public bool CanPublishData { get; } = true;

    public bool CanUpdateOwnMetadata { get; } = true;
}
