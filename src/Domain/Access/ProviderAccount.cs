using System.Security.Cryptography;
using System.Text.Json;

namespace OpenViduMeet.Domain.Access;

/// <summary>An account at the identity provider that has just signed in and may use this server.</summary>
/// <param name="Key">Identifies the account; see <see cref="KeyOf"/>.</param>
public sealed record ProviderAccount(string Key, ProviderSignIn SignIn)
{
    /// <summary>The beginning of every <see cref="Key"/>, and of the name of no built-in user.</summary>
    public const string KeyPrefix = "oidc:";

    public User ToUser() => new(SignIn.Name, SignIn.Role) { Key = Key };

    /// <summary>Identifies an account by the provider and the account's <c>sub</c> (OpenID Connect Core 1.0 §5.7). It has a fixed length.</summary>
    public static string KeyOf(string issuer, string subject) =>
        KeyPrefix + Hash("account", issuer, subject);

    /// <summary>Identifies a session of the provider by its <c>sid</c>. It has a fixed length.</summary>
    public static string SessionKeyOf(string issuer, string sessionId) =>
        Hash("session", issuer, sessionId);

    /// <summary>Identifies a logout token by its <c>jti</c>. It has a fixed length.</summary>
    public static string LogoutKeyOf(string issuer, string tokenId) =>
        Hash("logout", issuer, tokenId);

    /// <summary>As JSON, so that different texts never make the same input.</summary>
    private static string Hash(params string[] texts) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(texts)));
}

/// <summary>What a sign-in session holds of an account at the identity provider. All of it is as it was at the sign-in.</summary>
/// <param name="Name">The name to show, which need not be unique.</param>
/// <param name="SessionKey">
/// Identifies the provider's own session (<see cref="ProviderAccount.SessionKeyOf"/>), or <see langword="null"/> if it named none.
/// </param>
/// <param name="Rules">Identifies the settings that gave the role. The session is valid only while the server has the same ones.</param>
public sealed record ProviderSignIn(string Name, UserRole Role, string? SessionKey, string Rules);

/// <summary>The provider says that an account has signed out (OpenID Connect Back-Channel Logout 1.0).</summary>
/// <param name="TokenKey">Identifies the logout token, which counts once; see <see cref="ProviderAccount.LogoutKeyOf"/>.</param>
/// <param name="ValidUntil">When the logout token becomes too old to be accepted.</param>
/// <param name="AccountKey">The account, or <see langword="null"/> if the token names only a session.</param>
/// <param name="SessionKey">The provider's session, or <see langword="null"/> for all sessions of the account.</param>
public sealed record ProviderLogout(
    string TokenKey,
    DateTimeOffset ValidUntil,
    string? AccountKey,
    string? SessionKey
);
