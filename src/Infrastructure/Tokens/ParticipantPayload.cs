using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// The payload of a participant token, with the names of JSON Web Tokens and LiveKit. Times are in seconds since the Unix epoch.
/// </summary>
/// <param name="Metadata">A string that contains JSON, because LiveKit does not accept an object.</param>
/// <param name="Attributes">LiveKit shows them to everybody in the room: see <see cref="FamilyProof"/>.</param>
/// <param name="MeetRole">Proves the role to this server: see <see cref="RoleProof"/>.</param>
/// <param name="RoomConfig">The configuration with which LiveKit opens the room if it is not open.</param>
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
    IReadOnlyDictionary<string, string> Attributes,
    string MeetRole,
    RoomConfiguration? RoomConfig
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new MinimalJsonEscaping() },
    };

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>The minimum permissions of a participant of either role. Administration uses this server's API.</summary>
internal sealed record VideoGrant(string Room)
{
    public bool RoomJoin { get; } = true;

    public bool CanPublish { get; } = true;

    public bool CanSubscribe { get; } = true;

    public bool CanPublishData { get; } = true;

    public bool CanUpdateOwnMetadata { get; } = true;
}
