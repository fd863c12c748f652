namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>A setting, with the two places where it can be set.</summary>
/// <param name="Variable">The environment variable, which takes precedence over the file.</param>
/// <param name="Path">The path in <c>appsettings.json</c>, such as <c>Tokens:AccessLifetime</c>.</param>
/// <param name="Form">The form of its value.</param>
internal sealed record Setting(string Variable, string Path, SettingForm Form)
{
    /// <summary>The default in Development, such as a publicly known secret, if it differs from that of the option's property.</summary>
    public string? DevelopmentDefault { get; init; }

    /// <summary>The variable that names a file with the value, such as a container's secret.</summary>
    public string FileVariable => $"{Variable}_FILE";

    /// <summary>The name used in messages.</summary>
    public override string ToString() => $"{Variable} ({Path})";

    public string FileToString() => $"{FileVariable} ({Path})";
}
