using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Tokens;

internal sealed class UserTokenIssuer(SigningKeys keys, JwtOptions options, TimeProvider clock)
    : IUserTokens
{
    private readonly JsonWebTokenHandler _handler = new()
    {
        SetDefaultTimesOnTokenCreation = false,
    };
    private readonly SigningCredentials _credentials = new(
        keys.Meet,
        SecurityAlgorithms.HmacSha256
    );

    public TimeSpan SessionLifetime { get; } =
        options.AccessLifetime > options.RefreshLifetime
            ? options.AccessLifetime
            : options.RefreshLifetime;

    public UserToken IssueAccess(AccessGrant grant)
    {
        var (user, session) = grant;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [JwtRegisteredClaimNames.Sub] = user.Key,
            [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            [JwtRegisteredClaimNames.Sid] = session.ToString(),
            [UserClaims.Role] = UserClaims.RoleNames[user.Role],
        };
        // The key of a built-in user is the name.
        if (!user.IsBuiltIn)
            claims[JwtRegisteredClaimNames.Name] = user.Name;
        return Issue(UserTokenType.Access, options.AccessLifetime, claims);
    }

    public UserToken IssueRefresh(SignInSession session) =>
        Issue(
            UserTokenType.Refresh,
            options.RefreshLifetime,
            new()
            {
                [JwtRegisteredClaimNames.Sub] = session.UserName,
                [JwtRegisteredClaimNames.Jti] = session.CurrentTokenId.ToString(),
                [JwtRegisteredClaimNames.Sid] = session.Id.ToString(),
            }
        );

    private UserToken Issue(
        UserTokenType type,
        TimeSpan lifetime,
        Dictionary<string, object> claims
    )
    {
        claims[TokenValidation.TypeClaim] = type.Name;
        var now = clock.GetUtcNow().UtcDateTime;
        var token = _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = TokenValidation.Issuer,
                Audience = type.Audience,
                NotBefore = now,
                IssuedAt = now,
                Expires = now + lifetime,
                Claims = claims,
                SigningCredentials = _credentials,
            }
        );
        return new UserToken(token, lifetime);
    }
}
