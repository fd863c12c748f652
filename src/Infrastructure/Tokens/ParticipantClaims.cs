using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// Reads the claims of a participant token. The signature alone proves nothing: LiveKit signs its own tokens with the same secret, and
/// they hold metadata that participants have set themselves.
/// </summary>
public sealed class ParticipantClaims(SigningKeys keys)
{
    internal const string Video = "video";

    internal const string MeetRole = "meetRole";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new MinimalJsonEscaping() },
    };

    private readonly RoleProof _proof = new(keys.RoleProof);

    /// <summary>Reads the claims of a token whose signature has been verified.</summary>
    /// <returns>What the token says, or <see langword="null"/> if this server did not issue it for a participant.</returns>
    public ParticipantGrant? Read(JsonWebToken token) =>
        ParticipantName.TryParse(token.Subject, out var participant)
        && ReadRoom(token) is { } room
        && token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Exp, out var expires)
        && token.TryGetPayloadValue<string>(MeetRole, out var claim)
        && _proof.Verify(
            claim,
            new ProvenClaims(token.Issuer, room.Value, participant.Value, token.Id, expires)
        )
            is { } proven
            ? new ParticipantGrant(
                room,
                participant,
                proven.Role,
                DateTimeOffset.FromUnixTimeSeconds(expires),
                proven.Family
            )
            : null;

    /// <summary>Writes the metadata for the client. The server must not trust it, because a participant can change it.</summary>
    internal static string WriteMetadata(string liveKitUrl, ParticipantRole role) =>
        JsonSerializer.Serialize(
            new TokenMetadata(liveKitUrl, RoleProof.NameOf(role), ParticipantPermissions.Of(role)),
            Json
        );

    internal string WriteRole(ParticipantRole role, TokenFamily family, ProvenClaims claims) =>
        _proof.Write(role, family, claims);

    private static RoomName? ReadRoom(JsonWebToken token) =>
        token.TryGetPayloadValue<JsonElement>(Video, out var video)
        && video.ValueKind == JsonValueKind.Object
        && video.TryGetProperty("room", out var room)
        && room.ValueKind == JsonValueKind.String
        && RoomName.TryParse(room.GetString(), out var name)
            ? name
            : null;

    private sealed record TokenMetadata(
        string LivekitUrl,
        string Role,
        ParticipantPermissions Permissions
    );
}
