using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>The claims of a participant token, as LiveKit and the Meet SPA read them.</summary>
public static class ParticipantClaims
{
    internal const string Video = "video";

    internal const string Metadata = "metadata";

    private const string ModeratorRole = "moderator";
    private const string PublisherRole = "publisher";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the claims of a token whose signature has been verified.</summary>
    /// <returns>What the token says, or <see langword="null"/> if it is no participant token.</returns>
    public static ParticipantGrant? Read(JsonWebToken token) =>
        ParticipantName.TryParse(token.Subject, out var participant)
        && ReadRoom(token) is { } room
        && ReadRole(token) is { } role
            ? new ParticipantGrant(
                room,
                participant,
                role,
                new DateTimeOffset(token.ValidTo, TimeSpan.Zero)
            )
            : null;

    internal static string WriteMetadata(string liveKitUrl, ParticipantRole role) =>
        JsonSerializer.Serialize(
            new TokenMetadata(
                liveKitUrl,
                role == ParticipantRole.Moderator ? ModeratorRole : PublisherRole,
                ParticipantPermissions.Of(role)
            ),
            Json
        );

    private static RoomName? ReadRoom(JsonWebToken token) =>
        token.TryGetPayloadValue<JsonElement>(Video, out var video)
        && video.ValueKind == JsonValueKind.Object
        && video.TryGetProperty("room", out var room)
        && room.ValueKind == JsonValueKind.String
        && RoomName.TryParse(room.GetString(), out var name)
            ? name
            : null;

    private static ParticipantRole? ReadRole(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>(Metadata, out var text))
            return null;

        try
        {
            return JsonSerializer.Deserialize<TokenMetadata>(text, Json)?.Role switch
            {
                ModeratorRole => ParticipantRole.Moderator,
                PublisherRole => ParticipantRole.Publisher,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record TokenMetadata(
        string? LivekitUrl,
        string? Role,
        ParticipantPermissions? Permissions
    );
}
