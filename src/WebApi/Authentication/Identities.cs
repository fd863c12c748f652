using System.Security.Claims;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>What an access token proves. Each kind of credential has an identity type of its own, so that none is read as another.</summary>
internal sealed class UserIdentity(User user) : ClaimsIdentity(Schemes.AccessToken)
{
    public User User => user;
}

/// <summary>What a refresh token proves.</summary>
internal sealed class RefreshIdentity(RefreshGrant grant) : ClaimsIdentity(Schemes.RefreshToken)
{
    public RefreshGrant Grant => grant;
}

/// <summary>What a participant token proves.</summary>
internal sealed class ParticipantIdentity(ParticipantGrant grant)
    : ClaimsIdentity(Schemes.ParticipantToken)
{
    public ParticipantGrant Grant => grant;
}

/// <summary>The API key was sent.</summary>
internal sealed class ApiKeyIdentity() : ClaimsIdentity(Schemes.ApiKey);

internal static class PrincipalExtensions
{
    /// <summary>All that the accepted credentials of a request prove.</summary>
    public static Caller ToCaller(this ClaimsPrincipal principal) =>
        new(
            principal.Identities.OfType<UserIdentity>().FirstOrDefault()?.User,
            principal.Identities.OfType<ApiKeyIdentity>().Any(),
            principal.Identities.OfType<ParticipantIdentity>().FirstOrDefault()?.Grant
        );

    public static RefreshGrant? ToRefreshGrant(this ClaimsPrincipal principal) =>
        principal.Identities.OfType<RefreshIdentity>().FirstOrDefault()?.Grant;
}
