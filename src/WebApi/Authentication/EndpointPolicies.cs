using Microsoft.AspNetCore.Authorization;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>The authorization policies of endpoints, in addition to their accepted credentials.</summary>
internal static class EndpointPolicies
{
    public const string Anybody = nameof(Anybody);

    /// <summary>Allows callers that may create rooms at this moment; see <see cref="Authentication.SignInToCreateRooms"/>.</summary>
    public const string SignInToCreateRooms = nameof(SignInToCreateRooms);

    private const string Nobody = nameof(Nobody);

    public static void Add(AuthorizationBuilder authorization) =>
        authorization
            .AddPolicy(Anybody, policy => policy.RequireAssertion(_ => true))
            .AddPolicy(
                SignInToCreateRooms,
                policy => policy.AddRequirements(new SignInToCreateRooms())
            )
            .AddPolicy(
                Nobody,
                policy =>
                    policy
                        .AddAuthenticationSchemes(nameof(Credential.AccessToken))
                        .RequireAssertion(_ => false)
            );

    /// <summary>
    /// Creates the group for all endpoints. An endpoint without <see cref="AcceptsAttribute"/> refuses every request. A fallback policy
    /// would also refuse requests without an endpoint: unknown paths, wrong methods and the client's files.
    /// </summary>
    public static IEndpointRouteBuilder MapDenyByDefault(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (!endpoint.Metadata.OfType<AcceptsAttribute>().Any())
                endpoint.Metadata.Add(new AuthorizeAttribute(Nobody));
        });
        return group;
    }
}
