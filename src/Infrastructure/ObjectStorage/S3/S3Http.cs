namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>The HTTP client for the store.</summary>
internal static class S3Http
{
    public const string Name = "S3";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>In bytes: how much of an abandoned body is read in the background, so that its connection can be reused.</summary>
    private const int MaxDrain = S3Content.Largest;

    private static readonly TimeSpan MaxDrainTime = TimeSpan.FromSeconds(1);

    public static void Configure(SocketsHttpHandler handler)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        // A redirect would lead to a server that is not the configured one.
        handler.AllowAutoRedirect = false;
        handler.MaxResponseDrainSize = MaxDrain;
        handler.ResponseDrainTimeout = MaxDrainTime;
    }
}
