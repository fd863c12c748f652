using System.Reflection;
using NSwag;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>The credentials as the documents' security schemes.</summary>
internal static class SecuritySchemes
{
    private static readonly Dictionary<
        Credential,
        (string Name, OpenApiSecurityScheme Scheme)
    > All = new()
    {
        [Credential.ApiKey] = (
            "apiKeyInHeader",
            Key(
                ApiKeyAuthentication.Header,
                OpenApiSecurityApiKeyLocation.Header,
                "The configured API key."
            )
        ),
        [Credential.AccessToken] = (
            "accessTokenCookie",
            Key(
                TokenCookies.Access,
                OpenApiSecurityApiKeyLocation.Cookie,
                "The JWT token to authenticate the request in case of consuming the API from the OpenVidu Meet frontend."
            )
        ),
        [Credential.RefreshToken] = (
            "refreshTokenCookie",
            Key(
                TokenCookies.Refresh,
                OpenApiSecurityApiKeyLocation.Cookie,
                "The JWT token to refresh the access token in case of consuming the API from the OpenVidu Meet frontend."
            )
        ),
        [Credential.ParticipantToken] = (
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

    /// <summary>
    /// Returns one requirement for each credential that the action accepts, and an empty one if no credential is required.
    /// </summary>
    public static List<OpenApiSecurityRequirement> RequirementsOf(MethodInfo action)
    {
        var accepts = action.GetCustomAttribute<AcceptsAttribute>();
        var requirements = (accepts?.Credentials ?? [])
            .Select(credential => new OpenApiSecurityRequirement { [All[credential].Name] = [] })
            .ToList();
        if (requirements.Count > 0 && accepts is { IsOptional: true })
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
