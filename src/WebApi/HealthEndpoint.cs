using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi;

/// <summary>
/// Answers two questions of whoever watches the server: whether it is alive, and whether it is ready. Anybody may ask. Only
/// administrators are told what it depends on.
/// </summary>
internal static class HealthEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods(ApiPaths.Health, Methods, Alive)
            .WithMetadata(new AcceptsAttribute(Credential.None))
            .ExcludeFromDescription();
        app.MapMethods(ApiPaths.Ready, Methods, ReadyAsync)
            .WithMetadata(
                new AcceptsAttribute(Credential.ApiKey, Credential.AccessToken, Credential.None)
            )
            .ExcludeFromDescription();
    }

    private static IResult Alive(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new HealthBody("ok"));
    }

    private static async Task<IResult> ReadyAsync(
        HttpContext context,
        Readiness readiness,
        IMeetingServer meetings,
        IMeetingEventInbox inbox,
        CancellationToken ct
    )
    {
        var report = await readiness.CheckAsync(ct);
        var body = new HealthBody(NameOf(report.Status));
        if (context.User.ToCaller().IsAdministrator)
            body = body with
            {
                Dependencies = report.Dependencies,
                MeetingServer = meetings.Description,
                Events = report.IsDatabaseThere ? await inbox.CountAsync(ct) : null,
            };

        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            body,
            statusCode: report.Status == ReadinessStatus.Unavailable
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK
        );
    }

    private static string NameOf(ReadinessStatus status) =>
        status switch
        {
            ReadinessStatus.Ready => "ready",
            ReadinessStatus.Degraded => "degraded",
            _ => "unavailable",
        };

    private sealed record HealthBody(string Status)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<DependencyState>? Dependencies { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? MeetingServer { get; init; }

        /// <summary>What waits in the inbox; missing without the database.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public InboxCounts? Events { get; init; }
    }
}
