using Microsoft.AspNetCore.Authorization;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>Which requests are let through to an endpoint, beside those with a good credential.</summary>
internal static class EndpointPolicies
{
    public const string Anybody = nameof(Anybody);

    /// <summary>Those who may create rooms now; see <see cref="Authentication.SignInToCreateRooms"/>.</summary>
    public const string SignInToCreateRooms = nameof(SignInToCreateRooms);

    private const string Nobody = nameof(Nobody);

    public static void Add(AuthorizationBuilder authorization) =>
        authorization
            .AddPolicy(Anybody, policy => policy.RequireAssertion(_ => true))
            .AddPolicy(
                SignInToCreateRooms,
                policy => policy.AddRequirements(new SignInToCreateRooms())
            )
            .AddPolicy(Nobody, policy => policy.RequireAssertion(_ => false));

    /// <summary>
    /// Where endpoints are mapped: one that does not say which credentials it accepts lets nobody in. A fallback policy would also
    /// refuse what is no endpoint: unknown paths, wrong methods and the client's files.
    /// </summary>
    public static IEndpointRouteBuilder MapClosed(this IEndpointRouteBuilder endpoints)
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
