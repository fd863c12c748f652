using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpenViduMeet.Domain.Access;

/// <summary>
/// One attempt of a browser to sign in at the identity provider. Only that browser holds it, so that nobody can make another browser finish
/// a foreign attempt.
/// </summary>
/// <param name="State">Ties the provider's answer to the browser (RFC 6749 §10.12). Random, and safe in a URL and in a cookie's name.</param>
/// <param name="Nonce">Ties the ID token to the attempt (OpenID Connect Core 1.0 §15.5.2).</param>
/// <param name="CodeVerifier">Ties the code to the attempt (RFC 7636).</param>
/// <param name="Callback">The URL to which the provider sends the browser back.</param>
/// <param name="ReturnTo">The page that the user wants to see.</param>
public sealed record SignInAttempt(
    string State,
    string Nonce,
    string CodeVerifier,
    string Callback,
    ReturnPath ReturnTo,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>The longest time that a user may take at the provider.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int RandomBytes = 32;

    /// <summary>The verifier's hash, by the method <c>S256</c> (RFC 7636 §4.2).</summary>
    public string CodeChallenge =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));

    public static SignInAttempt New(string callback, ReturnPath returnTo, TimeProvider clock) =>
        new(
            NewSecret(),
            NewSecret(),
            NewSecret(),
            callback,
            returnTo,
            clock.GetUtcNow() + Lifetime
        );

    /// <summary>Omits the secrets, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(SignInAttempt);

    private static string NewSecret() =>
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
