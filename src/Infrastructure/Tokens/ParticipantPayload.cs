using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>What a participant token says, under the names that JSON Web Tokens and LiveKit give it. Times in seconds since the Unix epoch.</summary>
/// <param name="Metadata">A JSON text, not an object: LiveKit accepts nothing else.</param>
/// <param name="MeetRole">Proves the role to us: see <see cref="RoleProof"/>.</param>
/// <param name="RoomConfig">How LiveKit opens the room if it is not open.</param>
internal sealed record ParticipantPayload(
    string Iss,
    string Sub,
    string Name,
    string Jti,
    long Nbf,
    long Iat,
    long Exp,
    VideoGrant Video,
    string Metadata,
    string MeetRole,
    RoomConfiguration? RoomConfig
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ShortestText() },
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
