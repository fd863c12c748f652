using static OpenViduMeet.Infrastructure.Settings.SettingForm;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>All settings of this server. Only these are bound to options.</summary>
internal static class KnownSettings
{
    public const string LiveKitDevelopmentKey = "devkey";
    public const string LiveKitDevelopmentSecret = "secret";

    public static readonly Setting DataDirectory = new(
        "MEET_DATA_DIR",
        "Storage:DataDirectory",
        Folder
    );

    public static readonly IReadOnlyList<Setting> All =
    [
        new("SERVER_PORT", "Server:Port", WholeNumber(1, 65535)),
        new("SERVER_CORS_ORIGIN", "Server:CorsOrigins", List),
        new("MEET_BASE_URL", "Server:BaseUrl", ServerUrl),
        new("MEET_ALLOWED_HOSTS", "Server:AllowedHosts", List),
        new("MEET_TRUSTED_PROXIES", "Server:TrustedProxies", List),
        new("MEET_FAILURES_PER_MINUTE", "Server:FailuresPerMinute", WholeNumber(1, 1_000_000)),
        new("MEET_DRAIN_DELAY", "Server:DrainDelay", DurationOrZero) { DevelopmentDefault = "0" },
        new("MEET_IMPORT_ON_START", "Server:ImportOnStart", Flag),
        new(
            "MEET_LOG_LEVEL",
            "Server:LogLevel",
            OneOf(
                ("error", "Error"),
                ("warn", "Warning"),
                ("info", "Information"),
                ("verbose", "Debug"),
                ("debug", "Trace")
            )
        ),
        new("MEET_LOG_FORMAT", "Server:LogFormat", OneOf(("text", "Text"), ("json", "Json"))),
        new("OTEL_SDK_DISABLED", "Telemetry:Disabled", Flag),
        new("MEET_METRICS_PORT", "Telemetry:MetricsPort", WholeNumber(1, 65535)),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "Telemetry:OtlpEndpoint", Text),
        new(
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "Telemetry:OtlpProtocol",
            OneOf(("grpc", "grpc"), ("http/protobuf", "http/protobuf"))
        ),
        new("MEET_SPA_DIR", "Spa:Directory", Folder),
        new("MEET_CONSOLE", "Console:Enabled", Flag) { DevelopmentDefault = "true" },
        new("MEET_API_KEY", "Users:ApiKey", Secret),
        new("MEET_USER", "Users:User:Name", Text),
        new("MEET_SECRET", "Users:User:Secret", Secret) { DevelopmentDefault = "user" },
        new("MEET_ADMIN_USER", "Users:Admin:Name", Text),
        new("MEET_ADMIN_SECRET", "Users:Admin:Secret", Secret) { DevelopmentDefault = "admin" },
        new("MEET_BUILT_IN_USERS", "Users:BuiltIn", Flag),
        new("MEET_OIDC_ISSUER", "Oidc:Issuer", Text),
        new("MEET_OIDC_CLIENT_ID", "Oidc:ClientId", Text),
        new("MEET_OIDC_CLIENT_SECRET", "Oidc:ClientSecret", Secret),
        new("MEET_OIDC_SCOPES", "Oidc:Scopes", Text),
        new("MEET_OIDC_ROLE_CLAIM", "Oidc:RoleClaim", Text),
        new("MEET_OIDC_ADMIN_VALUES", "Oidc:AdminValues", List),
        new("MEET_OIDC_USER_VALUES", "Oidc:UserValues", List),
        new("MEET_OIDC_NAME_CLAIM", "Oidc:NameClaim", Text),
        new("MEET_JWT_KEY", "Tokens:MeetKey", Secret),
        new("MEET_ACCESS_TOKEN_EXPIRATION", "Tokens:AccessLifetime", Duration),
        new("MEET_REFRESH_TOKEN_EXPIRATION", "Tokens:RefreshLifetime", Duration),
        new("MEET_PARTICIPANT_TOKEN_EXPIRATION", "Tokens:ParticipantLifetime", Duration),
        new("MEET_KICK_HOLD", "Kick:Hold", DurationOrZero),
        new("MEET_AUDIT_RETENTION", "Audit:Retention", Duration),
        DataDirectory,
        new("MEET_DATABASE_URL", "Storage:DatabaseUrl", Secret),
        new(
            "MEET_BLOB_STORAGE_MODE",
            "Storage:BlobMode",
            OneOf(("filesystem", "FileSystem"), ("s3", "S3"))
        ),
        new("MEET_S3_SERVICE_ENDPOINT", "Storage:S3:Endpoint", ServerUrl),
        new("MEET_S3_ACCESS_KEY", "Storage:S3:AccessKey", Secret),
        new("MEET_S3_SECRET_KEY", "Storage:S3:SecretKey", Secret),
        new("MEET_S3_BUCKET", "Storage:S3:Bucket", Text),
        new("MEET_S3_SUBBUCKET", "Storage:S3:Prefix", Text),
        new("MEET_AWS_REGION", "Storage:S3:Region", Text),
        new("MEET_S3_WITH_PATH_STYLE_ACCESS", "Storage:S3:PathStyle", Flag),
        new("MEET_S3_CREATE_BUCKET", "Storage:S3:CreateBucket", Flag),
        new("LIVEKIT_URL", "LiveKit:Url", Text),
        new("LIVEKIT_URL_PRIVATE", "LiveKit:PrivateUrl", Text),
        new("LIVEKIT_API_KEY", "LiveKit:ApiKey", Secret)
        {
            DevelopmentDefault = LiveKitDevelopmentKey,
        },
        new("LIVEKIT_API_SECRET", "LiveKit:ApiSecret", Secret)
        {
            DevelopmentDefault = LiveKitDevelopmentSecret,
        },
        new("LIVEKIT_EGRESS_DIR", "LiveKit:EgressDirectory", Text),
        new("LIVEKIT_EGRESS_OWN_STORAGE", "LiveKit:EgressHasOwnStorage", Flag),
        new("MEET_NAME_ID", "LiveKit:NameId", Text),
        new("MEET_WEBHOOK_ENABLED", "Webhooks:Enabled", Flag),
        new("MEET_WEBHOOK_URL", "Webhooks:Url", Text),
        new("MEET_WEBHOOK_ALLOW_PRIVATE", "Webhooks:AllowPrivate", Flag),
    ];
}
