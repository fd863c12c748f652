using System.Reflection;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The version of this server: <c>Version</c> in <c>Directory.Build.props</c>.</summary>
public static class ServerVersion
{
    /// <summary>Major, minor and patch, as schemas name it.</summary>
    public static readonly Version Current = typeof(ServerVersion).Assembly.GetName().Version!;

    /// <summary>The version for people, such as <c>1.0.0</c> or <c>1.1.0-rc.1</c>.</summary>
    public static readonly string Text = typeof(ServerVersion)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        // The build appends the commit.
        .InformationalVersion.Split('+')[0];
}
