using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Diagnostics;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Health;

/// <summary>
/// Reports whether the server is alive and whether it is ready, for monitoring. The endpoints are public. Only administrators, and
/// programs with an API key for it, see the dependencies.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly HttpMethodMetadata Methods = new([HttpMethods.Get, HttpMethods.Head]);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(
                ApiPaths.Health,
                new HealthCheckOptions
                {
                    // No dependency is checked: restarting the server would not repair it.
                    Predicate = _ => false,
                    ResponseWriter = WriteAliveAsync,
                    AllowCachingResponses = true,
                }
            )
            .WithMetadata(Methods, new AcceptsAttribute(Credential.None));
        app.MapHealthChecks(
                ApiPaths.Ready,
                new HealthCheckOptions
                {
                    ResponseWriter = WriteReadyAsync,
                    AllowCachingResponses = true,
                }
            )
            .WithMetadata(
                Methods,
                new AcceptsAttribute(Credential.ApiKey, Credential.AccessToken, Credential.None)
            );
    }

    private static Task WriteAliveAsync(HttpContext context, HealthReport report)
    {
        context.RequestServices.GetRequiredService<DoctorQuestions>().Answer(context);
        return WriteAsync(context, new HealthBody("ok") { Version = ServerVersion.Text });
    }

    private static async Task WriteReadyAsync(HttpContext context, HealthReport report)
    {
        var body = new HealthBody(DependencyState.NameOf(report.Status));
        if (context.User.ToCaller().May(ApiAccess.Diagnose))
            body = await WithDetailsAsync(body, context, report);
        await WriteAsync(context, body);
    }

    private static async Task<HealthBody> WithDetailsAsync(
        HealthBody body,
        HttpContext context,
        HealthReport report
    )
    {
        var services = context.RequestServices;
        var dependencies = DependencyState.AllOf(report);
        var isDatabaseThere = dependencies.All(state => state.Answers || !state.IsEssential);
        return body with
        {
            Dependencies = dependencies,
            MeetingServer = services.GetRequiredService<IMeetingServer>().Description,
            Events = isDatabaseThere
                ? await services
                    .GetRequiredService<IMeetingEventInbox>()
                    .CountAsync(context.RequestAborted)
                : null,
        };
    }

    /// <summary>Sets the cache header itself: the framework would set three headers, for HTTP/1.0 caches.</summary>
    private static Task WriteAsync(HttpContext context, HealthBody body)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body, Format, context.RequestAborted);
    }

    private sealed record HealthBody(string Status)
    {
        public string? Version { get; init; }

        public IReadOnlyList<DependencyState>? Dependencies { get; init; }

        public string? MeetingServer { get; init; }

        /// <summary>The counts of the inbox. They are omitted without the database.</summary>
        public InboxCounts? Events { get; init; }
    }
}
