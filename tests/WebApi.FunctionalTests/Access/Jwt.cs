using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>Parses and builds tokens by hand, as an attacker would.</summary>
internal static class Jwt
{
    public static byte[] MeetKey { get; } = Encoding.UTF8.GetBytes(MeetApiFactory.MeetKey);

    public static byte[] LiveKitKey { get; } =
        Encoding.UTF8.GetBytes(MeetApiFactory.LiveKitApiSecret);

    /// <summary>The claim that proves a participant's role.</summary>
    private const string RoleClaim = "meetRole";

    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Payload(string token) => Part(token, 1);

    /// <summary>The token's claims, which can be changed.</summary>
    public static Dictionary<string, object?> Claims(string token) =>
        Payload(token)
            .EnumerateObject()
            .ToDictionary(claim => claim.Name, claim => (object?)claim.Value);

    public static string Sign(
        Dictionary<string, object?> claims,
        byte[] key,
        string algorithm = "HS256"
    )
    {
        var header = new Dictionary<string, object?> { ["alg"] = algorithm, ["typ"] = "JWT" };
        var content = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.UTF8.GetBytes(content);
        var signature = algorithm switch
        {
            "HS256" => HMACSHA256.HashData(key, bytes),
            "HS512" => HMACSHA512.HashData(key, bytes),
            _ => [],
        };
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Returns the token with one change that its holder could make.</summary>
    public static string Forge(string token, string change, byte[] key)
    {
        var claims = Claims(token);
        var now = Payload(token).GetProperty("iat").GetInt64();
        switch (change)
        {
            case "none at all":
                break;
            case "alg none":
                return Sign(claims, key, "none");
            case "HS512":
                return Sign(claims, key, "HS512");
            case "wrong key":
                return Sign(
                    claims,
                    Encoding.UTF8.GetBytes("another key of sufficient length, really")
                );
            case "no signature":
                return token[..(token.LastIndexOf('.') + 1)];
            case "no exp":
                claims.Remove("exp");
                break;
            case "no nbf":
                claims.Remove("nbf");
                break;
            case "expired":
                claims["exp"] = now - 11;
                claims["nbf"] = now - 100;
                break;
            case "not yet valid":
                claims["nbf"] = now + 11;
                break;
            case "other audience":
                claims["aud"] = "somebody-else";
                break;
            case "no audience":
                claims.Remove("aud");
                break;
            case "other issuer":
                claims["iss"] = "somebody-else";
                break;
            case "no subject":
                claims.Remove("sub");
                break;
            case "other room":
                claims["video"] = new { roomJoin = true, room = "another-room" };
                break;
            case "other name":
                claims["sub"] = "Somebody else";
                break;
            case "later expiry":
                claims["exp"] = Payload(token).GetProperty("exp").GetInt64() + 1;
                break;
            case "other id":
                claims["jti"] = Guid.NewGuid();
                break;
            case "no id":
                claims.Remove("jti");
                break;
            case "no type":
                claims.Remove("type");
                break;
            default:
                ChangeRole(claims, change);
                break;
        }

        return Sign(claims, key);
    }

    private static void ChangeRole(Dictionary<string, object?> claims, string change)
    {
        switch (change)
        {
            case "no proof of the role":
                claims.Remove(RoleClaim);
                break;
            case "other role":
                claims[RoleClaim] = claims[RoleClaim]!
                    .ToString()!
                    .Replace("moderator", "publisher", StringComparison.Ordinal);
                break;
            case "garbage for a proof":
                claims[RoleClaim] = "moderator.!";
                break;
            case "a number for a proof":
                claims[RoleClaim] = 7;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "Unknown change");
        }
    }

    private static string Encode(Dictionary<string, object?> part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private static JsonElement Part(string token, int index)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]));
        return document.RootElement.Clone();
    }
}
