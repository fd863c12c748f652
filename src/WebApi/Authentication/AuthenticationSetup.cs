using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.WebApi.Authentication;

internal static class AuthenticationSetup
{
    public static IServiceCollection AddCredentials(this IServiceCollection services)
    {
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(
                nameof(Credential.ApiKey),
                null
            )
            .AddToken(
                nameof(Credential.AccessToken),
                TokenSource.Access,
                validation => validation.Access,
                (_, token) =>
                    UserClaims.ReadAccess(token) is { } grant ? new UserIdentity(grant) : null
            )
            .AddToken(
                nameof(Credential.RefreshToken),
                TokenSource.Refresh,
                validation => validation.Refresh,
                (_, token) =>
                    UserClaims.ReadRefresh(token) is { } grant ? new RefreshIdentity(grant) : null
            )
            .AddToken(
                nameof(Credential.ParticipantToken),
                TokenSource.Participant,
                validation => validation.Participant,
                (services, token) =>
                    services.GetRequiredService<ParticipantClaims>().Read(token) is { } grant
                        ? new ParticipantIdentity(grant)
                        : null
            );
        EndpointPolicies.Add(services.AddAuthorizationBuilder());
        // The framework also registers data protection, which nothing here uses. Its hosted service would create a key in the user's home
        // at the start and log a warning about the key's storage.
        services.Remove(
            services.Single(service =>
                service.ServiceType == typeof(IHostedService)
                && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly
            )
        );
        services
            .AddScoped<CurrentCaller>()
            .AddScoped<ICurrentCaller>(scope => scope.GetRequiredService<CurrentCaller>())
            .AddScoped<IAuthorizationHandler, SignInToCreateRoomsHandler>()
            .AddSingleton<TokenCookies>()
            .AddSingleton<SignInAttemptCookies>()
            .AddSingleton<VerifiedTokens>()
            .AddSingleton<WrongApiKeys>();
        return services;
    }

    /// <summary>Adds a scheme for one kind of token, which is read only from its own cookie or header.</summary>
    private static AuthenticationBuilder AddToken(
        this AuthenticationBuilder builder,
        string scheme,
        TokenSource source,
        Func<TokenValidation, TokenValidationParameters> parameters,
        Func<IServiceProvider, JsonWebToken, ClaimsIdentity?> identify
    )
    {
        builder.AddJwtBearer(
            scheme,
            options =>
            {
                options.MapInboundClaims = false;
                options.IncludeErrorDetails = false;
            }
        );
        builder
            .Services.AddOptions<JwtBearerOptions>(scheme)
            .Configure<TokenValidation, VerifiedTokens>(
                (options, validation, verified) =>
                {
                    options.TokenValidationParameters = parameters(validation);
                    options.Events = EventsFor(scheme, source, identify, verified);
                }
            );
        return builder;
    }

    private static JwtBearerEvents EventsFor(
        string scheme,
        TokenSource source,
        Func<IServiceProvider, JsonWebToken, ClaimsIdentity?> identify,
        VerifiedTokens verified
    ) =>
        new()
        {
            OnMessageReceived = context =>
            {
                context.Token = source.Read(context.Request);
                if (string.IsNullOrEmpty(context.Token))
                {
                    context.NoResult();
                }
                else if (verified.Find(scheme, context.Token) is { } known)
                {
                    context.Principal = known;
                    context.Success();
                }

                return Task.CompletedTask;
            },
            OnTokenValidated = async context =>
            {
                var token = (JsonWebToken)context.SecurityToken;
                var services = context.HttpContext.RequestServices;
                var asOf = services.GetRequiredService<TimeProvider>().GetUtcNow();
                if (identify(services, token) is not { } identity)
                {
                    context.Fail("The token is of another kind");
                }
                else if (!await HoldsAsync(identity, services, context.HttpContext.RequestAborted))
                {
                    context.Fail("The token was revoked, or its session has ended");
                }
                else
                {
                    context.Principal = new ClaimsPrincipal(identity);
                    var expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
                    verified.Keep(scheme, token.EncodedToken, context.Principal, asOf, expires);
                }
            },
        };

    /// <summary>
    /// Whether the token is still valid. Access tokens and participant tokens can end before they expire.
    /// </summary>
    private static async ValueTask<bool> HoldsAsync(
        ClaimsIdentity identity,
        IServiceProvider services,
        CancellationToken ct
    ) =>
        identity switch
        {
            UserIdentity { Grant: var grant } => await services
                .GetRequiredService<IAccessGrants>()
                .HoldsAsync(grant, ct),
            ParticipantIdentity { Grant: var grant } => !await services
                .GetRequiredService<IParticipantBans>()
                .IsRevokedAsync(grant, ct),
            _ => true,
        };
}
