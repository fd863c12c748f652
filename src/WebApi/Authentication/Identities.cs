using System.Security.Claims;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// What an access token proves. Each kind of credential has its own identity type, so that one cannot be read as another.
/// </summary>
internal sealed class UserIdentity(AccessGrant grant)
    : ClaimsIdentity(nameof(Credential.AccessToken))
{
    public AccessGrant Grant => grant;
}

/// <summary>What a refresh token proves.</summary>
internal sealed class RefreshIdentity(RefreshGrant grant)
    : ClaimsIdentity(nameof(Credential.RefreshToken))
{
    public RefreshGrant Grant => grant;
}

/// <summary>What a participant token proves.</summary>
internal sealed class ParticipantIdentity(ParticipantGrant grant)
    : ClaimsIdentity(nameof(Credential.ParticipantToken))
{
    public ParticipantGrant Grant => grant;
}

/// <summary>What an API key proves.</summary>
internal sealed class ApiKeyIdentity(ApiKeyGrant grant) : ClaimsIdentity(nameof(Credential.ApiKey))
{
    public ApiKeyGrant Grant => grant;
}

internal static class PrincipalExtensions
{
    /// <summary>Returns everything that the accepted credentials of a request prove.</summary>
    public static Caller ToCaller(this ClaimsPrincipal principal) =>
        new(
            principal.ToAccessGrant()?.User,
            principal.Identities.OfType<ApiKeyIdentity>().FirstOrDefault()?.Grant,
            principal.ToParticipantGrant()
        );

    public static AccessGrant? ToAccessGrant(this ClaimsPrincipal principal) =>
        principal.Identities.OfType<UserIdentity>().FirstOrDefault()?.Grant;

    /// <summary>Returns the key of the user whom the accepted access or refresh token names.</summary>
    public static string? ToUserKey(this ClaimsPrincipal principal) =>
        principal.ToAccessGrant()?.User.Key ?? principal.ToRefreshGrant()?.UserName;

    public static ParticipantGrant? ToParticipantGrant(this ClaimsPrincipal principal) =>
        principal.Identities.OfType<ParticipantIdentity>().FirstOrDefault()?.Grant;

    public static RefreshGrant? ToRefreshGrant(this ClaimsPrincipal principal) =>
        principal.Identities.OfType<RefreshIdentity>().FirstOrDefault()?.Grant;

    /// <summary>Returns the sign-in sessions that the accepted tokens of a request name.</summary>
    public static IReadOnlyList<Guid> ToSessionIds(this ClaimsPrincipal principal) =>
        [
            .. new[] { principal.ToRefreshGrant()?.SessionId, principal.ToAccessGrant()?.SessionId }
                .OfType<Guid>()
                .Distinct(),
        ];
}
