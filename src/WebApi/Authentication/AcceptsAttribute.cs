using Microsoft.AspNetCore.Authorization;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// The credentials that an endpoint accepts. A request without a valid one is answered with 401 before anything is read, unless
/// <see cref="Credential.None"/> is among them. The use case decides what the caller may do.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AcceptsAttribute : AuthorizeAttribute
{
    private readonly Credential[] _credentials;

    public AcceptsAttribute(params Credential[] credentials)
    {
        _credentials = credentials;
        AuthenticationSchemes = string.Join(',', Credentials);
        Policy = IsOptional ? EndpointPolicies.Anybody : null;
    }

    public IEnumerable<Credential> Credentials =>
        _credentials.Where(credential => credential != Credential.None);

    /// <summary>
    /// A credential that the use case itself reads, or <see cref="Credential.None"/>. It admits nobody to the endpoint, and may have expired.
    /// </summary>
    public Credential Reads { get; init; }

    /// <summary>Whether an API key is also accepted as <c>Authorization: Bearer</c>, for clients that can send no other header.</summary>
    public bool KeyMayBeBearer { get; init; }

    /// <summary>Whether a request without a valid credential is also accepted.</summary>
    public bool IsOptional => _credentials.Contains(Credential.None);
}
