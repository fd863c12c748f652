namespace OpenViduMeet.WebApi.Routing;

/// <summary>Where the two APIs begin, and what else is not the web client's.</summary>
public static class ApiPaths
{
    public const string Public = "/meet/api/v1";

    public const string Internal = "/meet/internal-api/v1";

    public const string Authentication = $"{Public}/auth";

    public const string Health = "/meet/health";

    public const string Ready = $"{Health}/ready";

    /// <summary>The script with which other sites embed the client.</summary>
    public const string WebComponent = "/meet/v1/openvidu-meet.js";

    /// <summary>Where the client's pages of rooms begin, and so the links to join by.</summary>
    public const string Room = "/room";

    public const string LiveKitEvents = "/livekit/webhook";

    private const string LiveKit = "/livekit";

    /// <summary>Whether every answer under this path must have the APIs' one error shape.</summary>
    public static bool IsApi(PathString path) =>
        path.StartsWithSegments("/meet/api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/meet/internal-api", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this path is the web client's: one of its pages or files, if it is there.</summary>
    public static bool IsWebClients(PathString path) =>
        !IsApi(path)
        && !path.StartsWithSegments(LiveKit, StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments(Health, StringComparison.OrdinalIgnoreCase);
}
