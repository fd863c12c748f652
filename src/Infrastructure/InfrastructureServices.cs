using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Http.Resilience;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Nodes;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Audit;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.BucketLayout;
using OpenViduMeet.Infrastructure.Caching;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Health;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Meetings;
using OpenViduMeet.Infrastructure.Meetings.Embedded;
using OpenViduMeet.Infrastructure.ObjectStorage;
using OpenViduMeet.Infrastructure.ObjectStorage.S3;
using OpenViduMeet.Infrastructure.Oidc;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Participants;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Batches;
using OpenViduMeet.Infrastructure.Persistence.Changes;
using OpenViduMeet.Infrastructure.Persistence.Postgres;
using OpenViduMeet.Infrastructure.Persistence.Queue;
using OpenViduMeet.Infrastructure.Persistence.Repositories;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.Infrastructure.Persistence.Telemetry;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.Infrastructure.Tokens;
using OpenViduMeet.Infrastructure.Webhooks;
using Identity = Microsoft.AspNetCore.Identity;

namespace OpenViduMeet.Infrastructure;

public static class InfrastructureServices
{
    /// <summary>The name of a health check. One of several adapters registers it.</summary>
    private const string MeetingServer = "Meeting server";

    /// <inheritdoc cref="MeetingServer"/>
    private const string Recordings = "Recordings";

    /// <summary>
    /// Adds the adapters of Domain's ports that the settings select. Invalid settings are reported later, when they are validated.
    /// </summary>
    public static IServiceCollection AddInfrastructure(
        this IServiceCollection services,
        MeetSettings settings
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services
            .AddSettings<LiveKitOptions>(settings)
            .AddSettings<JwtOptions>(settings)
            .AddSettings<StorageOptions>(settings)
            .AddSettings<UserOptions>(settings)
            .AddSettings<OidcOptions>(settings)
            .AddSettings<GuessLimitOptions>(settings)
            .AddSettings<KickOptions>(settings)
            .AddSettings<AuditOptions>(settings)
            .AddSettings<WebhookOptions>(settings);
        var liveKit = settings.Get<LiveKitOptions>();
        services.AddChecks(settings);
        return (
            liveKit.ServerUrl is { } url
                ? services.AddLiveKit(url, liveKit.Url)
                : services.AddEmbeddedMeetingServer()
        )
            .AddTokens()
            .AddUsers()
            .AddIdentityProvider(settings.Get<OidcOptions>())
            .AddDatabase(settings.Get<StorageOptions>())
            .AddStorage()
            .AddObjectStorage(settings)
            .AddWebhooks()
            .AddBackup();
    }

    /// <summary>Adds the checks of the doctor, in the order of its report. A new one is a row here.</summary>
    private static void AddChecks(this IServiceCollection services, MeetSettings settings)
    {
        ProbeClient.Add(services);
        services
            .AddSingleton(settings)
            .AddSingleton(ExaminationTime.OfRequest)
            .AddSingleton<TlsProbe>()
            .AddSingleton<RefusedEvents>()
            .AddSingleton<IRunningServer, ThisServer>()
            .AddSingleton<IFileSystems, FileSystems>()
            .AddSingleton<SealedObservations>()
            .AddCheck<SettingsCheck>()
            .AddCheck<SecretsCheck>()
            .AddCheck<JwtKeyCheck>()
            .AddCheck<DataDirectoryCheck>()
            .AddCheck<DatabaseCheck>()
            .AddCheck<WebhookReceiverCheck>();
        if (settings.Get<StorageOptions>().BlobMode == BlobMode.S3)
            services.AddCheck<BucketCheck>();
        else
            services.AddCheck<FileStoreCheck>();
        if (settings.Get<OidcOptions>().Issuer is not null)
            services.AddCheck<OidcCheck>();
        if (settings.Get<LiveKitOptions>().ServerUrl is not null)
            services
                .AddSingleton<LiveKitProbe>()
                .AddCheck<LiveKitCheck>()
                .AddCheck<LiveKitPublicUrlCheck>()
                .AddCheck<LiveKitRoomsCheck>()
                .AddCheck<LiveKitEgressCheck>()
                .AddCheck<LiveKitWebhookCheck>();
        else if (!settings.IsDevelopment)
            services.AddCheck<EmbeddedCheck>();
    }

    private static IServiceCollection AddTokens(this IServiceCollection services) =>
        services
            .AddSingleton<SigningKeys>()
            .AddSingleton<TokenValidation>()
            .AddSingleton<ParticipantClaims>()
            .AddSingleton<IUserTokens, UserTokenIssuer>()
            .AddSingleton<FamilyProof>()
            .AddSingleton<ParticipantTokenIssuer>()
            .AddSingleton<InstallationId>()
            .AddSingleton<LiveKitRooms>()
            .AddSingleton<LiveKitParticipants>()
            .AddSingleton<EgressReports>()
            .AddSingleton<IMeetingEventReader, LiveKitEventReader>();

    private static IServiceCollection AddUsers(this IServiceCollection services) =>
        services
            .AddSingleton<Identity.IPasswordHasher<User>, Identity.PasswordHasher<User>>()
            .AddSingleton<PasswordHashes>()
            .AddSingleton(provider => SignInGate.New(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new GuessLimits(
                provider.GetRequiredService<GuessLimitOptions>().FailuresPerMinute,
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddScoped<IClientAddress, NoClientAddress>()
            .AddScoped<IUserDirectory, UserDirectory>()
            .AddSingleton<VerifiedLinkCodes>()
            .AddScoped<ILinkCodes, LinkCodes>()
            .AddScoped<IAccessGrants, AccessGrants>()
            .AddSingleton<ApiKeyVerifier>()
            .AddSingleton<IApiKeyVerifier>(provider =>
                provider.GetRequiredService<ApiKeyVerifier>()
            )
            .AddScoped<IApiKeyRepository, ApiKeyRepository>()
            .AddScoped<BuiltInUsers>()
            .AddScoped<ProviderSessions>();

    private static IServiceCollection AddIdentityProvider(
        this IServiceCollection services,
        OidcOptions options
    )
    {
        services.AddSingleton<SealedAttempts>();
        if (options.Issuer is null)
            return services.AddSingleton<IIdentityProvider, NoIdentityProvider>();

        services
            .AddHttpClient(OidcClient.Name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => OidcClient.Configure(handler))
            .AddHttpMessageHandler(() => new BufferedResponses(_ => OidcClient.LargestAnswer))
            .RemoveAllLoggers();
        return services
            .AddSingleton<OidcClient>()
            .AddSingleton<OidcMetadata>()
            .AddSingleton<OidcTokens>()
            .AddSingleton<IIdentityProvider, OidcProvider>();
    }

    private static IServiceCollection AddEmbeddedMeetingServer(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck(
                MeetingServer,
                () => HealthCheckResult.Healthy(EmbeddedMeetingServer.Summary),
                [DependencyHealthChecks.Dependency]
            );
        return services
            .AddSingleton<EmbeddedMeetingServer>()
            .AddSingleton<IMeetingServer>(provider =>
                provider.GetRequiredService<EmbeddedMeetingServer>()
            )
            .AddSingleton<IEgressService, NoEgressService>()
            .AddSingleton<IParticipantTokens>(provider => new AdmittingTokenIssuer(
                provider.GetRequiredService<ParticipantTokenIssuer>(),
                provider.GetRequiredService<EmbeddedMeetingServer>(),
                provider.GetRequiredService<TimeProvider>()
            ));
    }

    private static IServiceCollection AddLiveKit(
        this IServiceCollection services,
        Uri url,
        string? browserUrl
    )
    {
        var client = services
            .AddHttpClient<TwirpClient>(client =>
            {
                client.BaseAddress = url;
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .UseSocketsHttpHandler(
                (handler, _) =>
                {
                    handler.ConnectTimeout = LiveKitResilience.ConnectTimeout;
                    handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                    handler.AllowAutoRedirect = false;
                }
            )
            .RemoveAllLoggers();
        client
            .AddResilienceHandler(
                "LiveKit",
                (pipeline, context) =>
                    LiveKitResilience.Configure(
                        pipeline,
                        context
                            .ServiceProvider.GetRequiredService<LiveKitMetrics>()
                            .NewCircuit(context.InstanceName)
                    )
            )
            .SelectPipelineBy(_ => LiveKitResilience.ServiceOf);
        // Innermost, so that the limits of each attempt include the body.
        client.AddHttpMessageHandler(() => new BufferedResponses(LiveKitResilience.LargestAnswer));
        return services
            .AddSingleton<LiveKitAuthorization>()
            .AddSingleton<LiveKitMetrics>()
            .AddSingleton<ParticipantLookups>()
            .AddTransient<IMeetingServer, LiveKitMeetingServer>()
            .AddTransient<IEgressService, LiveKitEgressService>()
            .AddDependencyCheck<LiveKitHealthCheck>(MeetingServer, $"LiveKit at {browserUrl}")
            .AddSingleton<IParticipantTokens>(provider =>
                provider.GetRequiredService<ParticipantTokenIssuer>()
            );
    }

    private static IServiceCollection AddDatabase(
        this IServiceCollection services,
        StorageOptions options
    ) =>
        options.DatabaseUrl is null
            ? services
                .AddSingleton<SqliteDatabase>()
                .AddSingleton<IMeetDatabase>(provider =>
                    provider.GetRequiredService<SqliteDatabase>()
                )
                .AddDbContextPool<MeetDbContext, SqliteDbContext>(
                    (provider, builder) =>
                        provider.GetRequiredService<SqliteDatabase>().Configure(builder)
                )
                .AddTrail()
                .AddSingleton<IStateDatabase, SqliteState>()
                .AddSingleton<IChangeFeed, NoOtherNodes>()
                .AddSingleton<IExclusiveTasks, OnlyNode>()
                .AddSingleton<IGuessLimits>(provider => provider.GetRequiredService<GuessLimits>())
                .AddDatabaseCheck("SQLite")
            : services
                .AddSingleton<PostgresDatabase>()
                .AddSingleton<IMeetDatabase>(provider =>
                    provider.GetRequiredService<PostgresDatabase>()
                )
                .AddDbContextPool<MeetDbContext, PostgresDbContext>(
                    (provider, builder) =>
                        provider.GetRequiredService<PostgresDatabase>().Configure(builder)
                )
                .AddTrail()
                .AddSingleton<IStateDatabase, PostgresState>()
                .AddSingleton<PostgresChangeFeed>()
                .AddSingleton<IChangeFeed>(provider =>
                    provider.GetRequiredService<PostgresChangeFeed>()
                )
                .AddHostedService(provider => provider.GetRequiredService<PostgresChangeFeed>())
                .AddSingleton<IExclusiveTasks, PostgresExclusiveTasks>()
                .AddSingleton<IGuessLimits, SharedGuessLimits>()
                .AddDatabaseCheck("PostgreSQL");

    /// <summary>Gives each context the audit trail of its scope.</summary>
    private static IServiceCollection AddTrail(this IServiceCollection services)
    {
        var pooled = services.Last(service => service.ServiceType == typeof(MeetDbContext));
        services.TryAddScoped<AuditTrail>();
        return services.Replace(
            ServiceDescriptor.Scoped(provider =>
            {
                var context = (MeetDbContext)pooled.ImplementationFactory!(provider);
                context.Trail = provider.GetRequiredService<AuditTrail>();
                return context;
            })
        );
    }

    private static IServiceCollection AddDatabaseCheck(
        this IServiceCollection services,
        string description
    ) =>
        services.AddDependencyCheck<DatabaseHealthCheck>(
            "Database",
            description,
            HealthStatus.Unhealthy
        );

    private static IServiceCollection AddStorage(this IServiceCollection services) =>
        services
            .AddSingleton<BackgroundWrites>()
            .AddSingleton<NameHoldBatch>()
            .AddSingleton<IAdmissionRulesReader, AdmissionRulesBatch>()
            .AddSingleton<ISecurityPreferencesReader, SecurityPreferencesBatch>()
            .AddScoped<IRoomRepository, RoomRepository>()
            .AddSingleton<RecordingAccessReader>()
            .AddSingleton<IRecordingAccessReader>(provider =>
                provider.GetRequiredService<RecordingAccessReader>()
            )
            .AddSingleton<RecordingMetrics>()
            .AddSingleton<DatabaseGauges>()
            .AddScoped<IRecordingRepository, RecordingRepository>()
            .AddScoped<IParticipantNameHolds, ParticipantNameHolds>()
            .AddScoped<IParticipantBans, ParticipantBans>()
            .AddSingleton<AuditBatch>()
            .AddScoped<IAuditLog, AuditLog>()
            .AddScoped<ISignInSessionRepository>(provider => new SignInSessionRepository(
                provider.GetRequiredService<MeetDbContext>(),
                provider.GetRequiredService<OidcOptions>().Rules,
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddScoped<IPreferencesRepository>(provider => new PreferencesRepository(
                provider.GetRequiredService<MeetDbContext>(),
                provider.GetRequiredService<WebhookOptions>().First
            ))
            .AddSingleton<IPlayableRecordings, PlayableRecordings>()
            .AddSingleton<LinkViewings>()
            .AddSingleton<ILinkViewings>(provider => provider.GetRequiredService<LinkViewings>())
            .AddScoped<IRecordingLinkRepository, RecordingLinkRepository>()
            .AddScoped<IRecordingReservations, RecordingReservations>()
            .AddSingleton(typeof(QueueSignal<>))
            .AddScoped<IMeetingEventInbox, MeetingEventInbox>()
            .AddScoped<ILeasedQueue<MeetingEvent>>(provider =>
                provider.GetRequiredService<IMeetingEventInbox>()
            )
            .AddScoped<WebhookItems>()
            .AddScoped<WebhookOutbox>()
            .AddScoped<IWebhookOutbox>(provider => provider.GetRequiredService<WebhookOutbox>())
            .AddScoped<ILeasedQueue<WebhookMessage>>(provider =>
                provider.GetRequiredService<IWebhookOutbox>()
            )
            .AddSingleton<MeetBucket>()
            .AddSingleton<IRecordingStore>(provider => provider.GetRequiredService<MeetBucket>())
            .AddSingleton<IMeetBucket>(provider => provider.GetRequiredService<MeetBucket>());

    private static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services
            .AddHttpClient<IWebhookReceiver, WebhookReceiver>(client =>
                client.Timeout = Timeout.InfiniteTimeSpan
            )
            .UseSocketsHttpHandler(
                (handler, provider) =>
                    WebhookReceiver.Configure(
                        handler,
                        provider.GetRequiredService<WebhookTargets>()
                    )
            )
            .RemoveAllLoggers();
        return services
            .AddScoped<IWebhookSecrets, WebhookSecrets>()
            .AddSingleton<IHostResolver, DnsResolver>()
            .AddSingleton<WebhookTargets>();
    }

    private static IServiceCollection AddBackup(this IServiceCollection services) =>
        services
            .AddSingleton<MediaList>()
            .AddSingleton<InstallationKey>()
            .AddSingleton(provider => new StateArchive(
                provider.GetRequiredService<IMeetDatabase>(),
                provider.GetRequiredService<IStateDatabase>(),
                provider.GetRequiredService<MediaList>(),
                provider.GetRequiredService<InstallationKey>(),
                provider.GetRequiredService<TimeProvider>()
            ));

    private static IServiceCollection AddMeasured<T>(this IServiceCollection services)
        where T : class, IObjectStore =>
        services.AddSingleton<IObjectStore>(provider => new MeasuredObjectStore(
            provider.GetRequiredService<T>(),
            provider.GetRequiredService<IMeterFactory>()
        ));

    private static IServiceCollection AddObjectStorage(
        this IServiceCollection services,
        MeetSettings settings
    )
    {
        if (settings.Get<StorageOptions>().BlobMode == BlobMode.FileSystem)
            return services
                .AddSingleton<FileObjectStore>()
                .AddMeasured<FileObjectStore>()
                .AddDependencyCheck<FileStoreHealthCheck>(
                    Recordings,
                    "Files in the data directory"
                );

        services
            .AddHttpClient(S3Http.Name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => S3Http.Configure(handler))
            .RemoveAllLoggers();
        return services
            .AddSettings<S3Options>(settings)
            .AddSingleton<S3ObjectStore>()
            .AddMeasured<S3ObjectStore>()
            .AddDependencyCheck<BucketHealthCheck>(Recordings, "An S3 bucket");
    }
}
