using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <summary>The key pair, and the tokens that it signs. Written without the product's code, which must not check itself.</summary>
public sealed class LiveKitCredentials(string apiKey, string apiSecret)
{
    private const int LeewaySeconds = 60;
    private const int RefreshedLifetimeSeconds = 600;

    /// <summary>The claims that a refreshed token takes from the previous one.</summary>
    private static readonly string[] KeptClaims =
    [
        "sub",
        "name",
        "video",
        "kind",
        "roomConfig",
        "metadata",
        "attributes",
    ];

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(apiSecret);

    /// <summary>A signed token with these claims and the key's name as its issuer.</summary>
    public string Sign(JsonObject claims)
    {
        claims["iss"] = apiKey;
        var header = Encode("""{"alg":"HS256","typ":"JWT"}""");
        var content = $"{header}.{Encode(claims.ToJsonString())}";
        return $"{content}.{Signature(content)}";
    }

    /// <summary>
    /// The token that LiveKit sends to a participant who has changed their own metadata. It is signed with the same secret and
    /// holds only the claims that LiveKit knows. Meet's own claims are missing.
    /// </summary>
    internal string Refresh(string joinedWith, string metadata, DateTimeOffset now)
    {
        if (!IsOurs(joinedWith) || ClaimsIn(joinedWith) is not { } joined)
            throw new ArgumentException(
                "The token is not a valid token to join with.",
                nameof(joinedWith)
            );

        var refreshed = new JsonObject
        {
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + RefreshedLifetimeSeconds,
        };
        foreach (var kept in KeptClaims)
        {
            if (joined[kept] is { } claim)
                refreshed[kept] = claim.DeepClone();
        }

        refreshed["identity"] = joined["sub"]?.DeepClone();
        refreshed["kind"] ??= "standard";

        if (joined["video"]?["canUpdateOwnMetadata"]?.GetValue<bool>() == true)
            refreshed["metadata"] = metadata;
        return Sign(refreshed);
    }

    internal static JsonObject ClaimsIn(string authorization)
    {
        var parts = TokenIn(authorization).Split('.');
        return
            parts.Length == 3
            && Base64Url.IsValid(parts[1])
            && JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) is JsonObject claims
            ? claims
            : [];
    }

    internal bool Accepts(string authorization, out string token)
    {
        token = TokenIn(authorization);
        var claims = ClaimsIn(authorization);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return IsOurs(token)
            && claims["exp"]?.GetValue<long>() > now - LeewaySeconds
            && !(claims["nbf"]?.GetValue<long>() > now + LeewaySeconds);
    }

    internal static bool Grants(string authorization, string grant, string room)
    {
        var video = ClaimsIn(authorization)["video"] as JsonObject;
        return video?[grant]?.GetValue<bool>() == true
            && (grant != "roomAdmin" || video["room"]?.GetValue<string>() == room);
    }

    private bool IsOurs(string token) =>
        token.Split('.') is [var header, var payload, var signature]
        && signature == Signature($"{header}.{payload}")
        && ClaimsIn(token)["iss"]?.GetValue<string>() == apiKey;

    private static string TokenIn(string authorization) =>
        authorization.StartsWith("Bearer ", StringComparison.Ordinal)
            ? authorization[7..]
            : authorization;

    private string Signature(string content) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(content)));

    private static string Encode(string text) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
