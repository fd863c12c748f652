using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.WebApi.Authentication;

internal static class AuthenticationSetup
{
    public static IServiceCollection AddCredentials(this IServiceCollection services)
    {
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(Schemes.ApiKey, null)
            .AddToken(
                Schemes.AccessToken,
                TokenCookies.Access,
                validation => validation.Access,
                token => UserClaims.ReadAccess(token) is { } user ? new UserIdentity(user) : null
            )
            .AddToken(
                Schemes.RefreshToken,
                TokenCookies.Refresh,
                validation => validation.Refresh,
                token =>
                    UserClaims.ReadRefresh(token) is { } grant ? new RefreshIdentity(grant) : null
            )
            .AddToken(
                Schemes.ParticipantToken,
                TokenCookies.Participant,
                validation => validation.Participant,
                token =>
                    ParticipantClaims.Read(token) is { } grant
                        ? new ParticipantIdentity(grant)
                        : null
            );
        services
            .AddAuthorizationBuilder()
            .AddPolicy(
                AcceptCredentialAttribute.AnybodyPolicy,
                policy => policy.RequireAssertion(_ => true)
            );
        // The framework brings data protection along; nothing here is protected with it, so that its keys need no place.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<TokenCookies>();
        return services;
    }

    /// <summary>A scheme for one kind of token, read from its own cookie and from nowhere else.</summary>
    private static AuthenticationBuilder AddToken(
        this AuthenticationBuilder builder,
        string scheme,
        string cookie,
        Func<TokenValidation, TokenValidationParameters> parameters,
        Func<JsonWebToken, ClaimsIdentity?> identify
    )
    {
        builder.AddJwtBearer(
            scheme,
            options =>
            {
                options.MapInboundClaims = false;
                options.IncludeErrorDetails = false;
                options.Events = new JwtBearerEvents
                {
                    OnMessageReceived = context =>
                    {
                        context.Token = context.Request.Cookies[cookie];
                        if (string.IsNullOrEmpty(context.Token))
                            context.NoResult();
                        return Task.CompletedTask;
                    },
                    OnTokenValidated = context =>
                    {
                        if (identify((JsonWebToken)context.SecurityToken) is { } identity)
                            context.Principal = new ClaimsPrincipal(identity);
                        else
                            context.Fail("A token of another kind");
                        return Task.CompletedTask;
                    },
                };
            }
        );
        builder
            .Services.AddOptions<JwtBearerOptions>(scheme)
            .Configure<TokenValidation>(
                (options, validation) => options.TokenValidationParameters = parameters(validation)
            );
        return builder;
    }
}
