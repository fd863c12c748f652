using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

internal sealed class ParticipantTokenIssuer(
    SigningKeys keys,
    TokenValidation validation,
    ParticipantClaims claims,
    FamilyProof families,
    JwtOptions options,
    LiveKitOptions liveKit,
    LiveKitRooms rooms,
    TimeProvider clock
) : IParticipantTokens
{
    private readonly JsonWebTokenHandler _handler = new();
    private readonly SigningCredentials _credentials = new(
        keys.LiveKit,
        SecurityAlgorithms.HmacSha256
    );
    private readonly TokenValidationParameters _ofAnyAge = validation.ParticipantOfAnyAge;

    public TimeSpan Lifetime => options.ParticipantLifetime;

    public ParticipantToken Issue(
        Room room,
        ParticipantName participant,
        ParticipantRole role,
        TokenFamily family
    )
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var proven = new ProvenClaims(
            liveKit.ApiKey,
            room.Name.Value,
            participant.Value,
            Guid.NewGuid().ToString(),
            now + (long)options.ParticipantLifetime.TotalSeconds
        );
        var payload = new ParticipantPayload(
            Iss: proven.Issuer,
            Sub: proven.Participant,
            Name: proven.Participant,
            Jti: proven.TokenId,
            Nbf: now,
            Iat: now,
            Exp: proven.Expires,
            new VideoGrant(proven.Room),
            ParticipantClaims.WriteMetadata(liveKit.Url ?? "", role),
            families.Write(room.Name, participant, family),
            claims.WriteRole(role, family, proven),
            liveKit.Url is null ? null : rooms.ConfigurationFor(room) with { Name = null }
        );
        var token = _handler.CreateToken(payload.Write(), _credentials);
        return new ParticipantToken(token, options.ParticipantLifetime);
    }

    public async Task<ParticipantGrant?> ReadAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _ofAnyAge);
        return
            result is { IsValid: true, SecurityToken: JsonWebToken jwt }
            && claims.Read(jwt) is { } grant
            && grant.CanBeRefreshed(clock.GetUtcNow())
            ? grant
            : null;
    }
}
