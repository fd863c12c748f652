using System.Reflection;
using NSwag;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>The credentials as the documents' security schemes.</summary>
internal static class SecuritySchemes
{
    private static readonly Dictionary<string, (string Name, OpenApiSecurityScheme Scheme)> All =
        new()
        {
            [Schemes.ApiKey] = (
                "apiKeyInHeader",
                Key(
                    ApiKeyAuthentication.Header,
                    OpenApiSecurityApiKeyLocation.Header,
                    "The configured API key."
                )
            ),
            [Schemes.AccessToken] = (
                "accessTokenCookie",
                Key(
                    TokenCookies.Access,
                    OpenApiSecurityApiKeyLocation.Cookie,
                    "The JWT token to authenticate the request in case of consuming the API from the OpenVidu Meet frontend."
                )
            ),
            [Schemes.RefreshToken] = (
                "refreshTokenCookie",
                Key(
                    TokenCookies.Refresh,
                    OpenApiSecurityApiKeyLocation.Cookie,
                    "The JWT token to refresh the access token in case of consuming the API from the OpenVidu Meet frontend."
                )
            ),
            [Schemes.ParticipantToken] = (
                "participantTokenCookie",
                Key(
                    TokenCookies.Participant,
                    OpenApiSecurityApiKeyLocation.Cookie,
                    "The JWT token to authenticate the participant when entering the room."
                )
            ),
        };

    public static void AddAll(OpenApiDocument document)
    {
        foreach (var (name, scheme) in All.Values)
            document.SecurityDefinitions[name] = scheme;
    }

    /// <summary>Any one of the credentials that the action takes. If it does not require them, none is needed.</summary>
    public static List<OpenApiSecurityRequirement> RequirementsOf(MethodInfo action)
    {
        var required = action.GetCustomAttribute<RequireCredentialAttribute>()?.Schemes ?? [];
        var accepted = action.GetCustomAttribute<AcceptCredentialAttribute>()?.Schemes ?? [];
        var requirements = required
            .Concat(accepted)
            .Select(scheme => new OpenApiSecurityRequirement { [All[scheme].Name] = [] })
            .ToList();
        if (accepted.Length > 0)
            requirements.Add([]);
        return requirements;
    }

    private static OpenApiSecurityScheme Key(
        string name,
        OpenApiSecurityApiKeyLocation location,
        string description
    ) =>
        new()
        {
            Type = OpenApiSecuritySchemeType.ApiKey,
            Name = name,
            In = location,
            Description = description,
        };
}
