using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Settings;

/// <summary>How the server is reached.</summary>
public sealed class ServerOptions
{
    public const string Section = "Server";

    private const int DefaultPort = 6080;

    private static readonly Setting PortSetting = new($"{Section}:Port", "SERVER_PORT");
    private static readonly Setting CorsSetting = new(
        $"{Section}:CorsOrigins",
        "SERVER_CORS_ORIGIN"
    );
    private static readonly Setting BaseUrlSetting = new($"{Section}:BaseUrl", "MEET_BASE_URL");
    private static readonly Setting HostsSetting = new(
        $"{Section}:AllowedHosts",
        "MEET_ALLOWED_HOSTS"
    );
    private static readonly Setting ImportSetting = new(
        $"{Section}:ImportOnStart",
        "MEET_IMPORT_ON_START"
    );
    private static readonly Setting LogLevelSetting = new($"{Section}:LogLevel", "MEET_LOG_LEVEL");

    private static readonly Dictionary<string, LogLevel> LogLevels = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["error"] = LogLevel.Error,
        ["warn"] = LogLevel.Warning,
        ["info"] = LogLevel.Information,
        ["verbose"] = LogLevel.Debug,
        ["debug"] = LogLevel.Trace,
    };

    public required int Port { get; init; }

    /// <summary>Origins of other sites whose pages may call the API; <c>*</c> for all, then without cookies.</summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }

    /// <summary>The public URL without a trailing slash, or <see langword="null"/> to take it from the request.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Hosts that a request may name as ours, where <see cref="BaseUrl"/> is not set.</summary>
    public required IReadOnlyList<string> AllowedHosts { get; init; }

    /// <summary>Whether to adopt, before serving, what an OpenVidu Meet installation left in the store.</summary>
    public required bool ImportOnStart { get; init; }

    public required LogLevel LogLevel { get; init; }

    public static ServerOptions Read(SettingsReader settings)
    {
        var level = settings.Text(LogLevelSetting) ?? "info";
        if (!LogLevels.TryGetValue(level, out var logLevel))
        {
            settings.Fault(LogLevelSetting, $"must be one of {string.Join(", ", LogLevels.Keys)}");
            logLevel = LogLevel.Information;
        }

        return new ServerOptions
        {
            Port = settings.WholeNumber(PortSetting, DefaultPort, 1, 65535),
            CorsOrigins = ReadCorsOrigins(settings),
            BaseUrl = settings.ServerUrl(BaseUrlSetting)?.GetLeftPart(UriPartial.Authority),
            AllowedHosts = ReadAllowedHosts(settings),
            ImportOnStart = settings.Flag(ImportSetting, ifUnset: false),
            LogLevel = logLevel,
        };
    }

    /// <summary>They are compared with what browsers send as texts: one that is written in another way would never match.</summary>
    private static string[] ReadCorsOrigins(SettingsReader settings)
    {
        var origins = CommaSeparated.Read(settings.Text(CorsSetting));
        if (origins is not ["*"] && !origins.All(WebOrigin.IsAsSent))
            settings.Fault(
                CorsSetting,
                "must be origins as browsers send them, such as https://app.example.com or http://localhost:4200: in lower case, without a path, a slash at the end or the scheme's own port, and with an international host written in ASCII (xn--...); or * alone"
            );
        return origins;
    }

    private static string[] ReadAllowedHosts(SettingsReader settings)
    {
        var hosts = CommaSeparated.Read(settings.Text(HostsSetting));
        if (!hosts.All(WebOrigin.IsHost))
            settings.Fault(
                HostsSetting,
                "must be host names or addresses, without a scheme or port, IPv6 in brackets, and an international host written in ASCII (xn--...)"
            );
        return hosts;
    }
}
