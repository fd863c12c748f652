namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The version of this server, as schemas name it.</summary>
internal static class ServerVersion
{
    /// <summary>From <c>Directory.Build.props</c>: major, minor and patch.</summary>
    public static readonly Version Current = typeof(ServerVersion).Assembly.GetName().Version!;
}
