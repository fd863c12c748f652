using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>Stands in when no provider is configured.</summary>
internal sealed class NoIdentityProvider : IIdentityProvider
{
    public bool IsConfigured => false;

    public Task<Result<Uri>> GetSignInUrlAsync(SignInAttempt attempt, CancellationToken ct) =>
        Task.FromResult<Result<Uri>>(AccessErrors.NoIdentityProvider);

    public Task<Result<ProviderAccount>> RedeemAsync(
        SignInAttempt attempt,
        ProviderAnswer answer,
        CancellationToken ct
    ) => Task.FromResult<Result<ProviderAccount>>(AccessErrors.NoIdentityProvider);

    public Task<Result<ProviderLogout>> ReadLogoutAsync(string logoutToken, CancellationToken ct) =>
        Task.FromResult<Result<ProviderLogout>>(AccessErrors.NoIdentityProvider);
}
