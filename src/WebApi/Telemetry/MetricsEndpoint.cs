using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Telemetry;

/// <summary>
/// Serves the metrics to Prometheus: with an API key on the server's own port, or to everybody on a port that serves nothing else.
/// </summary>
internal static class MetricsEndpoint
{
    /// <summary>
    /// Serves the port of the metrics, if there is one. Must come first: no other path is served there. The port is the connection's, because
    /// anybody can send any Host header.
    /// </summary>
    public static void UseMetricsPort(this WebApplication app)
    {
        if (OptionsOf(app.Services) is { Disabled: false, MetricsPort: { } port })
            app.MapWhen(
                context => context.Connection.LocalPort == port,
                branch =>
                {
                    branch.UseOpenTelemetryPrometheusScrapingEndpoint(
                        meterProvider: null,
                        IsForMetrics,
                        path: null,
                        RefreshFirst,
                        optionsName: null
                    );
                    branch.Run(context =>
                    {
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                        return Task.CompletedTask;
                    });
                }
            );
    }

    /// <summary>Serves the metrics on the server's own port, unless they have another.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        if (OptionsOf(endpoints.ServiceProvider) is not { Disabled: false, MetricsPort: null })
            return;
        endpoints
            .MapPrometheusScrapingEndpoint(
                ApiPaths.Metrics,
                meterProvider: null,
                branch =>
                {
                    branch.Use(RefuseWithoutAccess);
                    RefreshFirst(branch);
                },
                optionsName: null
            )
            .WithMetadata(
                new HttpMethodMetadata([HttpMethods.Get]),
                new AcceptsAttribute(Credential.ApiKey) { KeyMayBeBearer = true }
            );
    }

    private static TelemetryOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<TelemetryOptions>();

    private static bool IsForMetrics(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Path == ApiPaths.Metrics;

    private static Task RefuseWithoutAccess(HttpContext context, RequestDelegate next) =>
        context.User.ToCaller().May(ApiAccess.ReadMetrics)
            ? next(context)
            : ErrorMapper.WriteAsync(context, AccessErrors.InsufficientPermissions);

    private static void RefreshFirst(IApplicationBuilder branch) =>
        branch.Use(
            async (HttpContext context, RequestDelegate next) =>
            {
                await InfrastructureMetrics.RefreshAsync(context.RequestServices);
                await next(context);
            }
        );
}
