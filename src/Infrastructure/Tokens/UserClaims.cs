using Microsoft.IdentityModel.JsonWebTokens;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>Reads the claims of access and refresh tokens whose signature has been verified.</summary>
public static class UserClaims
{
    internal const string Role = "role";

    internal static readonly IReadOnlyDictionary<UserRole, string> RoleNames = new Dictionary<
        UserRole,
        string
    >
    {
        [UserRole.User] = "user",
        [UserRole.Admin] = "admin",
    };

    /// <returns>What the token proves, or <see langword="null"/> if it is not an access token or names no session.</returns>
    public static AccessGrant? ReadAccess(JsonWebToken token)
    {
        if (
            !IsOfType(token, UserTokenType.Access)
            || token.Subject is not { Length: > 0 } key
            || ReadSession(token) is not { } session
        )
            return null;

        // The key of a built-in user is the name.
        var name = key;
        if (!User.IsBuiltInKey(key))
            token.TryGetPayloadValue(JwtRegisteredClaimNames.Name, out name);
        if (name is null)
            return null;

        token.TryGetPayloadValue<string>(Role, out var roleName);
        foreach (var (role, text) in RoleNames)
        {
            if (string.Equals(text, roleName, StringComparison.Ordinal))
                return new AccessGrant(new User(name, role) { Key = key }, session);
        }

        return null;
    }

    /// <returns>What the token proves, or <see langword="null"/> if it is not a refresh token.</returns>
    public static RefreshGrant? ReadRefresh(JsonWebToken token) =>
        IsOfType(token, UserTokenType.Refresh)
        && token.Subject is { Length: > 0 } name
        && Guid.TryParse(token.Id, out var tokenId)
        && ReadSession(token) is { } session
            ? new RefreshGrant(name, session, tokenId)
            : null;

    private static Guid? ReadSession(JsonWebToken token) =>
        token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var text)
        && Guid.TryParse(text, out var session)
            ? session
            : null;

    private static bool IsOfType(JsonWebToken token, UserTokenType type) =>
        token.TryGetPayloadValue<string>(TokenValidation.TypeClaim, out var name)
        && string.Equals(name, type.Name, StringComparison.Ordinal);
}
