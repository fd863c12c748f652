using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Health;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;
using static OpenViduMeet.WebApi.Pages.Page;

namespace OpenViduMeet.WebApi.Pages;

/// <summary>The home page. It shows what this server is and whether its dependencies answer, and links the API.</summary>
internal sealed class HomePage(
    HealthCheckService health,
    PublicUrl publicUrl,
    IHostEnvironment environment
)
{
    public async Task WriteAsync(HttpContext context)
    {
        var report = await health.CheckHealthAsync(context.RequestAborted);
        await Page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "OpenVidu Meet",
            Html(
                $"""
                <h1>OpenVidu Meet</h1>
                <p class="lead">A backend for video meetings: rooms, participants, recordings.</p>
                <p>It has no web client of its own. Set <code>MEET_SPA_DIR</code> to the folder of a built client to serve it in place of this page.</p>
                <section aria-labelledby="status">
                <h2 id="status">Status</h2>
                <dl>
                {Status(report)}
                </dl>
                </section>
                <section aria-labelledby="api">
                <h2 id="api">API</h2>
                <ul>
                {Join(ApiDocument.All.Select(Link))}
                {Link(ApiPaths.Ready, "Health", "For monitoring, as JSON")}
                </ul>
                </section>
                {await DemoAsync(context, report)}
                """
            )
        );
    }

    /// <summary>Shows the dependencies in Development only, where the server listens only on this machine.</summary>
    private IHtmlContent Status(HealthReport report) =>
        environment.IsDevelopment()
            ? Join(DependencyState.AllOf(report).Select(Row))
            : Row(
                "This server",
                "",
                report.Status == HealthStatus.Healthy,
                report.Status switch
                {
                    HealthStatus.Healthy => "Ready",
                    HealthStatus.Degraded => "Ready in part",
                    _ => "Not ready",
                }
            );

    private static IHtmlContent Row(DependencyState state) =>
        Row(
            state.Purpose,
            state.Description,
            state.Answers,
            state.Answers ? "Reachable" : "Not reachable"
        );

    private static IHtmlContent Row(string what, string description, bool isGood, string state) =>
        Html(
            $"""
            <div>
            <dt>{what}<span>{description}</span></dt>
            <dd class="{(isGood ? "good" : "bad")}">{state}</dd>
            </div>

            """
        );

    private static IHtmlContent Link(ApiDocument api) => Link(api.PagePath, api.Title, api.Summary);

    private static IHtmlContent Link(string url, string text, string description) =>
        Html(
            $"""
            <li><a href="{url}">{text}</a><span>{description}</span></li>

            """
        );

    /// <summary>
    /// The links contain secrets. They are shown in Development only, and only under a host name of this server: a foreign site can point
    /// its own name at this server (DNS rebinding).
    /// </summary>
    private async Task<IHtmlContent> DemoAsync(HttpContext context, HealthReport report)
    {
        if (
            !environment.IsDevelopment()
            || !publicUrl.IsNamedBy(context.Request)
            || report.Status != HealthStatus.Healthy
        )
            return HtmlString.Empty;

        var demo = context.RequestServices.GetRequiredService<DemoData>();
        var room = await demo.FindRoomAsync(context.RequestAborted);
        if (room is null)
            return HtmlString.Empty;

        var links = DemoLinks.To(room, publicUrl.Of(context.Request));
        return Html(
            $"""
            <section aria-labelledby="demo">
            <h2 id="demo">Demo</h2>
            <p>In Development only. The first two are pages of the web client.</p>
            <ul>
            {Link(links.Moderator, "Join as a moderator", "May record, and disconnect others")}
            {Link(links.Publisher, "Join as a publisher", "May speak, share the screen and chat")}
            {Link(
                links.Recording,
                "Watch the recording",
                "For admins who have signed in: POST /meet/api/v1/auth/login"
            )}
            </ul>
            </section>
            """
        );
    }
}
