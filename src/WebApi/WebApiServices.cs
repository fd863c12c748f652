using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.AspNetCore;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.AdminConsole;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Background;
using OpenViduMeet.WebApi.Binding;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.Controllers;
using OpenViduMeet.WebApi.Controllers.Public;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Diagnostics;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Health;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.Logging;
using OpenViduMeet.WebApi.Media;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Settings;
using OpenViduMeet.WebApi.Spa;
using OpenViduMeet.WebApi.Stopping;
using OpenViduMeet.WebApi.Telemetry;

namespace OpenViduMeet.WebApi;

internal static class WebApiServices
{
    /// <summary>Response headers that scripts of other sites may read, in addition to those that the Fetch standard allows.</summary>
    private static readonly string[] ExposedHeaders =
    [
        RoomsController.NextPageHeader,
        HeaderNames.AcceptRanges,
        HeaderNames.ContentDisposition,
        HeaderNames.ContentRange,
        HeaderNames.ETag,
        HeaderNames.Location,
        HeaderNames.RetryAfter,
        HeaderNames.WWWAuthenticate,
    ];

    public static void AddWebApi(this WebApplicationBuilder builder, MeetSettings settings)
    {
        var server = settings.Get<ServerOptions>();
        builder.ConfigureServer(server);
        builder.ListenForMetrics(settings.Get<TelemetryOptions>());
        builder.AddTelemetry(settings);
        builder.AddServerLimits(new TrustedProxies(server.TrustedProxies));
        builder.Services.AddHealthChecks().AddCheck<ServingHealthCheck>("Server");
        builder
            .Services.AddSettings<ServerOptions>(settings)
            .AddSettings<SpaOptions>(settings)
            .AddSettings<ConsoleOptions>(settings)
            .AddSingleton<PublicUrl>()
            .AddSingleton<SendingMemory>()
            .AddStopping()
            .AddSingleton<RoomPresenter>()
            .AddSingleton<IRoomLinks, RoomLinks>()
            .AddSingleton<OpenApiDocuments>()
            .AddSingleton<HomePage>()
            .AddChecks()
            .AddSingleton<ConsolePage>()
            .AddScoped<DemoData>()
            .AddSpaCompression()
            .AddCredentials()
            .AddExceptionHandler<ApiExceptionHandler>()
            .AddCors(cors => cors.AddDefaultPolicy(policy => Allow(policy, server.CorsOrigins)))
            .AddQueueWorkers()
            .AddHostedService<Reconciler>()
            .AddHostedService<CleanupTask>()
            .AddHostedService<MemoryTrimmer>()
            .AddHostedService<DatabaseCloser>()
            .AddApiControllers();
    }

    /// <summary>Adds the checks of the doctor that are about this server. A new one is a row here.</summary>
    private static IServiceCollection AddChecks(this IServiceCollection services) =>
        services
            .AddSingleton<Arrival>()
            .AddSingleton<DoctorQuestions>()
            .AddCheck<PublicUrlCheck>()
            .AddCheck<RequestCheck>()
            .AddCheck<CookieCheck>()
            .AddCheck<SpaCheck>();

    private static IServiceCollection AddQueueWorkers(this IServiceCollection services) =>
        services
            .AddSingleton(
                new QueueWork<MeetingEvent>(AtOnce: 4, taken => new HandleMeetingEvent(taken.Item))
            )
            .AddHostedService<QueueWorker<MeetingEvent>>()
            .AddSingleton(
                new QueueWork<WebhookMessage>(AtOnce: 8, taken => new DeliverWebhook(taken))
                {
                    FailuresBeforePause = 5,
                }
            )
            .AddHostedService<QueueWorker<WebhookMessage>>();

    private static void ConfigureServer(this WebApplicationBuilder builder, ServerOptions server)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            var host = builder.Environment.IsDevelopment() ? "localhost" : "*";
            builder.WebHost.UseUrls($"http://{host}:{server.Port}");
        }

        builder.Logging.AddLines(server.LogFormat);
        builder.Logging.SetMinimumLevel(server.LogLevel);
        // The framework's log lines about requests contain query strings, and so secrets.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // The health checks log failures themselves, once for all requests.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // The callers log failures in one line.
        builder.Logging.AddFilter("Polly", LogLevel.Critical);
        builder.Logging.AddFilter(typeof(ApiKeyAuthentication).Namespace, LogLevel.Warning);
        // The handler throws what it logs. ApiExceptionHandler logs a database failure, and nothing if the client has disconnected.
        builder.Logging.AddFilter(typeof(JwtBearerHandler).FullName, LogLevel.Critical);
    }

    /// <summary>The port of the metrics is opened on the same addresses as the first URL of the server.</summary>
    private static void ListenForMetrics(
        this WebApplicationBuilder builder,
        TelemetryOptions telemetry
    )
    {
        if (telemetry is not { Disabled: false, MetricsPort: { } port })
            return;
        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey]!;
        builder.WebHost.UseUrls(urls, $"http://{ListenAddresses.HostOf(urls)}:{port}");
    }

    private static void AddApiControllers(this IServiceCollection services)
    {
        services
            .AddControllers(BindingSetup.AddBinding)
            .ConfigureApplicationPartManager(parts =>
                parts.FeatureProviders.Add(new InternalControllers())
            )
            .ConfigureApiBehaviorOptions(api =>
            {
                api.SuppressMapClientErrors = true;
                // RefuseInvalidInput stands in its place.
                api.SuppressModelStateInvalidFilter = true;
            })
            .AddJsonOptions(json =>
            {
                json.AllowInputFormatterExceptionMessages = false;
                // Unknown values are omitted. A contract with a value that may be null says so.
                json.JsonSerializerOptions.DefaultIgnoreCondition =
                    JsonIgnoreCondition.WhenWritingNull;
                json.JsonSerializerOptions.NumberHandling = JsonNumberHandling.Strict;
                json.JsonSerializerOptions.AddBinding();
                json.JsonSerializerOptions.Converters.Add(new AppearanceConverter());
                json.JsonSerializerOptions.Converters.Add(new WebhookUrlConverter());
            });
        // After the controllers, whose other validators are removed.
        services
            .AddFluentValidationAutoValidation(validation =>
                validation.DisableDataAnnotationsValidation = true
            )
            .AddValidatorsFromAssemblyContaining<MeetRoomOptionsValidator>(
                ServiceLifetime.Singleton,
                includeInternalTypes: true
            );
        ContractValidator.Add(services);
    }

    private static void Allow(CorsPolicyBuilder policy, IReadOnlyList<string> origins)
    {
        policy.AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(ExposedHeaders);
        if (origins.Contains("*", StringComparer.Ordinal))
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins([.. origins]).AllowCredentials();
    }
}
