using System.Security.Cryptography;
using System.Text.Json;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>The OpenID Connect provider whose accounts can sign in, and the roles that they have here.</summary>
public sealed class OidcOptions : IMeetOptions
{
    private const string OpenIdScope = "openid";
    private const int MaxLength = 1024;

    private string? _rules;

    public static string Section => "Oidc";

    /// <summary>The provider's issuer identifier, exactly as the provider writes it; <see langword="null"/> for no provider.</summary>
    public string? Issuer { get; init; }

    /// <summary>The id that the provider has given to this server.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret of this server at the provider; <see langword="null"/> for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The scopes to ask for, separated by blanks.</summary>
    public string Scopes { get; init; } = "openid profile";

    /// <summary>The claim with the values that give roles, or its path: names separated by dots.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Who has one of these values is an administrator.</summary>
    public IReadOnlyList<string> AdminValues { get; init; } = [];

    /// <summary>Who has one of these values is a user. Without any, every account is at least a user.</summary>
    public IReadOnlyList<string> UserValues { get; init; } = [];

    /// <summary>The claim with the name to show, or its path.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>Identifies the settings that give roles. A session of other settings is not valid.</summary>
    public string Rules => _rules ??= HashOfRules();

    /// <summary>Whether what is sent to this URL cannot be read on the way.</summary>
    public static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && (
            parsed.Scheme == Uri.UriSchemeHttps
            || (parsed.Scheme == Uri.UriSchemeHttp && parsed.IsLoopback)
        )
        && parsed.UserInfo.Length == 0
        && parsed.Fragment.Length == 0;

    public void Validate(OptionsFaults faults)
    {
        if (Issuer is null)
        {
            if (ClientId is not null)
                faults.Add(nameof(ClientId), $"needs {faults.NameOf(nameof(Issuer))} too");
            return;
        }

        if (!IsSafe(Issuer) || Issuer.Contains('?', StringComparison.Ordinal))
            faults.Add(
                nameof(Issuer),
                "must be an absolute URL that begins with https:// (or http://, at a loopback address), without a query, fragment or user name"
            );
        if (ClientId is null or { Length: > MaxLength } || ClientId.Any(char.IsControl))
            faults.Add(
                nameof(ClientId),
                $"must be set together with {faults.NameOf(nameof(Issuer))}, to at most {MaxLength} characters"
            );
        if (!Scopes.Split(' ').Contains(OpenIdScope, StringComparer.Ordinal))
            faults.Add(nameof(Scopes), $"must contain {OpenIdScope}");
    }

    private string HashOfRules() =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        Issuer,
                        ClientId,
                        RoleClaim,
                        Admin = AdminValues.Order(StringComparer.Ordinal),
                        User = UserValues.Order(StringComparer.Ordinal),
                    }
                )
            )
        );
}
