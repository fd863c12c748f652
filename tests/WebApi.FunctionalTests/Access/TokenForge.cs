using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>Makes tokens as an attacker would, or one who knows our key.</summary>
internal static class TokenForge
{
    /// <summary>An access token of the administrator, right in everything until <paramref name="spoil"/> has its way.</summary>
    public static string Access(
        MeetApiFactory meet,
        Action<SecurityTokenDescriptor>? spoil = null,
        string key = MeetApiFactory.MeetKey,
        string algorithm = SecurityAlgorithms.HmacSha256
    )
    {
        var now = meet.Clock.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = "openvidu-meet",
            Audience = "openvidu-meet:api",
            NotBefore = now,
            IssuedAt = now,
            Expires = now.AddHours(1),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "admin",
                ["role"] = "admin",
                ["type"] = "access",
            },
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key.PadRight(64, '\0'))),
                algorithm
            ),
        };
        spoil?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            descriptor
        );
    }
}
