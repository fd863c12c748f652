namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>The HTTP client for the store.</summary>
internal static class S3Http
{
    public const string Name = "S3";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>What may be read on from a body that nobody wants any more, so that its connection serves again.</summary>
    private const int MaxDrain = 64 * 1024;

    public static void Configure(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        // A store that sends us elsewhere is not the one that was configured.
        handler.AllowAutoRedirect = false;
        handler.MaxResponseDrainSize = MaxDrain;
    }
}
