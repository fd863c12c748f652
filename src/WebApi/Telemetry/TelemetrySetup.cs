using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.WebApi.Telemetry;

internal static class TelemetrySetup
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string TimeoutMilliseconds = "OTEL_EXPORTER_OTLP_TIMEOUT";

    private const string ServiceName = "openvidu-meet";

    /// <summary>
    /// Collects metrics, which <see cref="MetricsEndpoint"/> serves, and exports them and traces to a collector if one is configured.
    /// OpenTelemetry reads its other standard variables from the configuration itself.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, MeetSettings settings)
    {
        var options = settings.Get<TelemetryOptions>();
        var isExported = options.OtlpEndpoint is not null;
        builder.Services.AddSettings<TelemetryOptions>(settings).AddSingleton<StreamMetrics>();
        if (options.Disabled)
            return;

        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(Describe)
            .WithMetrics(metrics => Collect(metrics, isExported));
        if (!isExported)
            return;

        // OpenTelemetry only knows the names of the variables, and these may be set in appsettings.json.
        builder.Configuration[Endpoint] = options.OtlpEndpoint;
        builder.Configuration[Protocol] = options.OtlpProtocol;
        // OpenTelemetry's 10 s would also delay each stop of the server while the collector does not answer.
        builder.Configuration[TimeoutMilliseconds] ??= "2000";
        telemetry.WithTracing(Trace);
    }

    /// <summary>The standard variables win over our own name and version.</summary>
    private static void Describe(ResourceBuilder resource) =>
        resource
            .Clear()
            .AddService(ServiceName, serviceVersion: ServerVersion.Text)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();

    private static void Collect(MeterProviderBuilder metrics, bool isExported)
    {
        metrics
            .AddMeter([MeetTelemetry.Name, .. FrameworkMetrics.Meters])
            .AddView(FrameworkMetrics.ViewOf)
            .AddInstrumentation(InfrastructureMetrics.Create)
            .AddInstrumentation(services => services.GetRequiredService<StreamMetrics>())
            .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false);
        if (isExported)
            metrics.AddOtlpExporter();
    }

    private static void Trace(TracerProviderBuilder traces) =>
        traces
            .AddSource(MeetTelemetry.Name, "Npgsql")
            .AddAspNetCoreInstrumentation(SpanPrivacy.Configure)
            .AddHttpClientInstrumentation(SpanPrivacy.Configure)
            .AddOtlpExporter();
}
