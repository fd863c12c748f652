namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>
/// Secrets that everybody can read: the defaults of the products around this server, and the values in this repository's examples, also in those of earlier versions.
/// </summary>
internal static class PublicSecrets
{
    private static readonly HashSet<string> All = new(StringComparer.OrdinalIgnoreCase)
    {
        // Defaults of this server in Development, of LiveKit, of MinIO, of PostgreSQL and of OpenVidu.
        "admin",
        "user",
        KnownSettings.LiveKitDevelopmentKey,
        KnownSettings.LiveKitDevelopmentSecret,
        "minioadmin",
        "minio",
        "minio123",
        "postgres",
        "password",
        "meet",
        "openvidu",
        "meet-api-key",
        "changeme",
        // The examples of earlier versions.
        "developmentadmin",
        "developmentuser",
        "developmentapikey0replaceme",
        "developmentkey",
        "developmentlivekitsecret0replaceme0now",
        "developmentredispassword0replaceme",
        "developmentminio",
        "developmentminiopassword0replaceme",
    };

    public static bool Contains(string secret) => All.Contains(secret);
}
