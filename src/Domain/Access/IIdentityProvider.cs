using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Access;

/// <summary>
/// The OpenID Connect provider whose accounts can sign in. Without one, each operation returns
/// <see cref="AccessErrors.NoIdentityProvider"/>.
/// </summary>
public interface IIdentityProvider
{
    bool IsConfigured { get; }

    /// <summary>Gets the URL at which a browser signs in (OpenID Connect Core 1.0 §3.1.2.1).</summary>
    /// <returns>The URL; <see cref="AccessErrors.ProviderUnavailable"/>, within five seconds.</returns>
    Task<Result<Uri>> GetSignInUrlAsync(SignInAttempt attempt, CancellationToken ct);

    /// <summary>Redeems the code that the browser brought back, and verifies what the provider says about the account.</summary>
    /// <returns>
    /// The account; <see cref="AccessErrors.SignInFailed"/> if the code or the answer to it is wrong;
    /// <see cref="AccessErrors.NoRole"/> if the account may not use this server; <see cref="AccessErrors.ProviderUnavailable"/>, within
    /// five seconds.
    /// </returns>
    Task<Result<ProviderAccount>> RedeemAsync(
        SignInAttempt attempt,
        ProviderAnswer answer,
        CancellationToken ct
    );

    /// <summary>Verifies a logout token. Does not know whether the token has been used before.</summary>
    /// <returns>
    /// What has ended; <see cref="AccessErrors.InvalidLogoutToken"/>; <see cref="AccessErrors.ProviderUnavailable"/>.
    /// </returns>
    Task<Result<ProviderLogout>> ReadLogoutAsync(string logoutToken, CancellationToken ct);
}

/// <summary>What a browser brings back from the provider. Anybody can make it up.</summary>
/// <param name="Code">The code to redeem.</param>
/// <param name="Issuer">The issuer that the answer names (RFC 9207), if it does.</param>
public sealed record ProviderAnswer(string Code, string? Issuer)
{
    /// <summary>Omits the code, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(ProviderAnswer);
}
