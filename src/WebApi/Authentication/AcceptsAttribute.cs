using Microsoft.AspNetCore.Authorization;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// The credentials that an endpoint accepts. One of them must be good, unless <see cref="Credential.None"/> is among them: otherwise
/// the answer is 401, before anything is read. What the caller may do with it the use case says.
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

    /// <summary>Whether a request without a good credential is accepted too.</summary>
    public bool IsOptional => _credentials.Contains(Credential.None);
}
