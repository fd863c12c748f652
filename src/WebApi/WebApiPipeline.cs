using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.WebApi.AdminConsole;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Health;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Spa;
using OpenViduMeet.WebApi.Stopping;
using OpenViduMeet.WebApi.Telemetry;

namespace OpenViduMeet.WebApi;

internal static class WebApiPipeline
{
    /// <summary>Adds the middleware and the endpoints in the order in which requests pass them.</summary>
    public static void UseWebApi(this WebApplication app)
    {
        app.UseMetricsPort();
        app.Use(app.Services.GetRequiredService<ActiveRequests>().RunAsync);
        app.UseForwardedHeaders();
        app.UsePrivateAnswers();
        app.UseRequestTime();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(ErrorMapper.WriteAsync);
        app.UseMiddleware<BodyDeadline>();
        if (app.Services.GetRequiredService<LiveKitOptions>().Url is null)
            app.UseNoMeetingPage();
        var spa = app.Services.GetRequiredService<SpaOptions>().Directory;
        if (app.Services.GetRequiredService<ConsoleOptions>().Enabled)
            app.UseConsole(isHome: spa is null);
        if (spa is null)
            app.UsePages();
        else
            app.UseSpa(spa);
        app.UseMissingWebComponent(spa);
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<CsrfProtection>();
        var endpoints = app.MapDenyByDefault();
        endpoints.MapControllers();
        endpoints.MapLiveKitEvents();
        endpoints.MapHealth();
        endpoints.MapMetrics();
        app.MapOpenApi(endpoints);
        BuildEndpoints(app);
    }

    /// <summary>Otherwise the first request waits for it.</summary>
    private static void BuildEndpoints(IEndpointRouteBuilder app)
    {
        foreach (var source in app.DataSources)
            _ = source.Endpoints;
    }
}
