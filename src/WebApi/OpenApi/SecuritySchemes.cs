using System.Reflection;
using NSwag;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>The credentials as the documents' security schemes.</summary>
internal static class SecuritySchemes
{
    /// <summary>Each credential's schemes. Any one of them is enough.</summary>
    private static readonly Dictionary<
        Credential,
        (string Name, OpenApiSecurityScheme Scheme)[]
    > All = new()
    {
        [Credential.None] = [],
        [Credential.ApiKey] =
        [
            (
                "apiKeyInHeader",
                Key(
                    ApiKeyAuthentication.Header,
                    OpenApiSecurityApiKeyLocation.Header,
                    "An API key: the one of the settings, or one that an administrator has created."
                )
            ),
        ],
        [Credential.AccessToken] =
        [
            (
                "accessTokenCookie",
                Key(
                    TokenCookies.Access,
                    OpenApiSecurityApiKeyLocation.Cookie,
                    "The JWT token to authenticate the request in case of consuming the API from the OpenVidu Meet frontend."
                )
            ),
            (
                "accessTokenHeader",
                new()
                {
                    Type = OpenApiSecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description =
                        "The same token for clients without cookies. It counts instead of the cookie.",
                }
            ),
        ],
        [Credential.RefreshToken] =
        [
            (
                "refreshTokenCookie",
                Key(
                    TokenCookies.Refresh,
                    OpenApiSecurityApiKeyLocation.Cookie,
                    "The JWT token to refresh the access token in case of consuming the API from the OpenVidu Meet frontend."
                )
            ),
            ("refreshTokenHeader", InHeaderOf(TokenSource.Refresh)),
        ],
        [Credential.ParticipantToken] =
        [
            (
                "participantTokenCookie",
                Key(
                    TokenCookies.Participant,
                    OpenApiSecurityApiKeyLocation.Cookie,
                    "The JWT token to authenticate the participant when entering the room."
                )
            ),
            ("participantTokenHeader", InHeaderOf(TokenSource.Participant)),
        ],
    };

    public static void AddAll(OpenApiDocument document)
    {
        foreach (var (name, scheme) in All.Values.SelectMany(schemes => schemes))
            document.SecurityDefinitions[name] = scheme;
    }

    /// <summary>
    /// Returns one requirement for each scheme of the credentials that the action accepts or reads, and an empty one if no credential is
    /// required.
    /// </summary>
    public static List<OpenApiSecurityRequirement> RequirementsOf(MethodInfo action)
    {
        if (action.GetCustomAttribute<AcceptsAttribute>() is not { } accepts)
            return [];
        var requirements = accepts
            .Credentials.Append(accepts.Reads)
            .SelectMany(credential => All[credential])
            .Select(scheme => new OpenApiSecurityRequirement { [scheme.Name] = [] })
            .ToList();
        if (requirements.Count > 0 && accepts.IsOptional)
            requirements.Add([]);
        return requirements;
    }

    private static OpenApiSecurityScheme InHeaderOf(TokenSource source) =>
        Key(
            source.Header,
            OpenApiSecurityApiKeyLocation.Header,
            "The same token for clients without cookies. It counts instead of the cookie."
        );

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
