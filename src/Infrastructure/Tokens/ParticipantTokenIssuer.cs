using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Meetings;
using OpenViduMeet.Infrastructure.Meetings.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

internal sealed class ParticipantTokenIssuer(
    SigningKeys keys,
    TokenValidation validation,
    TokenOptions options,
    LiveKitOptions liveKit,
    TimeProvider clock
) : IParticipantTokens
{
    private readonly JsonWebTokenHandler _handler = new()
    {
        SetDefaultTimesOnTokenCreation = false,
    };
    private readonly SigningCredentials _credentials = new(
        keys.LiveKit,
        SecurityAlgorithms.HmacSha256
    );
    private readonly TokenValidationParameters _ofAnyAge = validation.ParticipantOfAnyAge;

    public ParticipantToken Issue(Room room, ParticipantName participant, ParticipantRole role)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [JwtRegisteredClaimNames.Sub] = participant.Value,
            [JwtRegisteredClaimNames.Name] = participant.Value,
            [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            [ParticipantClaims.Video] = ParticipantClaims.VideoGrant(room.Name),
            [ParticipantClaims.Metadata] = ParticipantClaims.WriteMetadata(
                liveKit.BrowserUrl,
                role
            ),
        };
        if (liveKit.Url is not null)
            claims[ParticipantClaims.RoomConfiguration] = LiveKitRooms.ConfigurationFor(room);

        var token = _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = liveKit.ApiKey,
                NotBefore = now,
                IssuedAt = now,
                Expires = now + options.ParticipantLifetime,
                Claims = claims,
                SigningCredentials = _credentials,
            }
        );
        return new ParticipantToken(token, options.ParticipantLifetime);
    }

    public async Task<ParticipantGrant?> ReadAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _ofAnyAge);
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt }
            ? ParticipantClaims.Read(jwt)
            : null;
    }
}
