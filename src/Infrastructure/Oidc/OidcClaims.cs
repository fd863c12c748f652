using System.Text.Json;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>Reads the claims about an account: those of the ID token, and then those of the provider's userinfo.</summary>
internal sealed class OidcClaims(OidcOptions options, params JsonElement[] sources)
{
    private const int MaxNameLength = 256;

    /// <summary>Whether the claims of the settings are there. If not, the userinfo may have them.</summary>
    public bool AreComplete => Name is not null && ValuesOf(options.RoleClaim).Count > 0;

    /// <summary>The name to show, or <see langword="null"/> if there is none.</summary>
    public string? Name =>
        ValuesOf(options.NameClaim)
            .Select(text => new string([.. text.Where(c => !char.IsControl(c))]).Trim())
            .Where(text => text.Length > 0)
            .Select(text => text.Length > MaxNameLength ? text[..MaxNameLength] : text)
            .FirstOrDefault();

    /// <summary>The role, or <see langword="null"/> if the account has none.</summary>
    public UserRole? Role
    {
        get
        {
            var values = ValuesOf(options.RoleClaim);
            if (values.Intersect(options.AdminValues, StringComparer.Ordinal).Any())
                return UserRole.Admin;
            return
                options.UserValues.Count == 0
                || values.Intersect(options.UserValues, StringComparer.Ordinal).Any()
                ? UserRole.User
                : null;
        }
    }

    private List<string> ValuesOf(string path) =>
        sources
            .Select(claims => TextsOf(Find(claims, path)))
            .FirstOrDefault(texts => texts.Count > 0)
        ?? [];

    /// <summary>The name of a claim may have dots itself, such as that of <c>https://example.com/roles</c>.</summary>
    private static JsonElement Find(JsonElement claims, string path)
    {
        if (claims.TryGetProperty(path, out var whole))
            return whole;
        foreach (var name in path.Split('.'))
        {
            if (
                claims.ValueKind != JsonValueKind.Object
                || !claims.TryGetProperty(name, out claims)
            )
                return default;
        }

        return claims;
    }

    private static List<string> TextsOf(JsonElement claim) =>
        claim.ValueKind switch
        {
            JsonValueKind.String => [claim.GetString()!],
            JsonValueKind.Array =>
            [
                .. claim
                    .EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.String)
                    .Select(item => item.GetString()!),
            ],
            _ => [],
        };
}
