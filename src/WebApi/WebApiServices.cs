using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Net.Http.Headers;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Background;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.Controllers;
using OpenViduMeet.WebApi.Controllers.Public;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Health;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.Media;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Settings;
using OpenViduMeet.WebApi.Spa;

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
    ];

    public static void AddWebApi(this WebApplicationBuilder builder, MeetSettings settings)
    {
        var server = settings.Get<ServerOptions>();
        builder.ConfigureServer(server);
        builder.AddServerLimits(new TrustedProxies(server.TrustedProxies));
        builder.Services.AddHealthChecks().AddCheck<ServingHealthCheck>("Server");
        builder
            .Services.AddSettings<ServerOptions>(settings)
            .AddSettings<SpaOptions>(settings)
            .AddSingleton<PublicUrl>()
            .AddSingleton<SendingMemory>()
            .AddSingleton<RoomPresenter>()
            .AddSingleton<IRoomLinks, RoomLinks>()
            .AddSingleton<OpenApiDocuments>()
            .AddSingleton<HomePage>()
            .AddScoped<DemoData>()
            .AddSpaCompression()
            .AddCredentials()
            .AddExceptionHandler<ApiExceptionHandler>()
            .AddCors(cors => cors.AddDefaultPolicy(policy => Allow(policy, server.CorsOrigins)))
            .AddQueueWorkers()
            .AddHostedService<Reconciler>()
            .AddHostedService<CleanupTask>()
            .AddHostedService<DatabaseCloser>()
            .AddApiControllers();
    }

    private static IServiceCollection AddQueueWorkers(this IServiceCollection services) =>
        services
            .AddSingleton(
                new QueueWork<MeetingEvent>(AtOnce: 4, taken => new HandleMeetingEvent(taken.Item))
            )
            .AddHostedService<QueueWorker<MeetingEvent>>()
            .AddSingleton(
                new QueueWork<WebhookMessage>(AtOnce: 8, taken => new DeliverWebhook(taken))
                {
                    FailuresUntilRest = 5,
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

    private static void AddApiControllers(this IServiceCollection services) =>
        services
            .AddControllers(mvc =>
            {
                mvc.AllowEmptyInputInBodyModelBinding = true;
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                // Only the validators of use cases validate. Attributes on contracts are for the documents.
                mvc.ModelValidatorProviders.Clear();
                ReadJsonOnly(mvc);
                mvc.Filters.Add<RefuseRepeatedQueryValues>();
            })
            .ConfigureApplicationPartManager(parts =>
                parts.FeatureProviders.Add(new InternalControllers())
            )
            .ConfigureApiBehaviorOptions(api =>
            {
                api.SuppressMapClientErrors = true;
                api.InvalidModelStateResponseFactory = InvalidInput.ToResult;
            })
            .AddJsonOptions(json =>
            {
                json.AllowInputFormatterExceptionMessages = false;
                // Unknown values are omitted. A contract with a value that may be null says so.
                json.JsonSerializerOptions.DefaultIgnoreCondition =
                    JsonIgnoreCondition.WhenWritingNull;
                json.JsonSerializerOptions.NumberHandling = JsonNumberHandling.Strict;
                json.JsonSerializerOptions.Converters.Add(new AnyNumberAsInt64());
                json.JsonSerializerOptions.Converters.Add(new WholeNumberAsInt32());
                json.JsonSerializerOptions.Converters.Add(
                    new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false)
                );
            });

    /// <summary>
    /// Reads only JSON in UTF-8. The framework would otherwise read forms for the parameters of every action, and log what it cannot read,
    /// passwords included.
    /// </summary>
    private static void ReadJsonOnly(MvcOptions mvc)
    {
        mvc.ValueProviderFactories.Clear();
        mvc.ValueProviderFactories.Add(new RouteValueProviderFactory());
        mvc.ValueProviderFactories.Add(new QueryStringValueProviderFactory());
        foreach (var formatter in mvc.InputFormatters.OfType<TextInputFormatter>())
        {
            formatter.SupportedEncodings.Clear();
            formatter.SupportedEncodings.Add(new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
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
