namespace OpenViduMeet.WebApi.Routing;

/// <summary>The paths of the two APIs, and other paths that do not belong to the web client.</summary>
public static class ApiPaths
{
    public const string Public = "/meet/api/v1";

    public const string Internal = "/meet/internal-api/v1";

    public const string Authentication = $"{Public}/auth";

    /// <summary>The start of the URLs by which recordings are watched through links. The rest is a secret.</summary>
    public const string SharedRecordings = $"{Public}/shared-recordings";

    /// <summary>Signing in at an OpenID Connect provider.</summary>
    public const string Oidc = $"{Authentication}/oidc";

    /// <summary>The administrators' console.</summary>
    public const string Console = "/meet/console";

    public const string Health = "/meet/health";

    public const string Ready = $"{Health}/ready";

    public const string Metrics = "/metrics";

    /// <summary>The script that other sites use to embed the client.</summary>
    public const string WebComponent = "/meet/v1/openvidu-meet.js";

    /// <summary>The start of the client's room pages, and so of the join URLs.</summary>
    public const string Room = "/room";

    public const string LiveKitEvents = "/livekit/webhook";

    private const string LiveKit = "/livekit";

    /// <summary>Whether every error under this path must have the APIs' error shape.</summary>
    public static bool IsApi(PathString path) =>
        path.StartsWithSegments("/meet/api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/meet/internal-api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(Metrics, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this path belongs to the web client. The page or file need not exist.</summary>
    public static bool IsWebClients(PathString path) =>
        !IsApi(path)
        && !path.StartsWithSegments(LiveKit, StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments(Health, StringComparison.OrdinalIgnoreCase);
}
