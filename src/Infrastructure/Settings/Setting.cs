namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>One setting, and the two places where users write it.</summary>
/// <param name="Variable">The environment variable, which wins over the file.</param>
/// <param name="Path">In <c>appsettings.json</c>, such as <c>Tokens:AccessLifetime</c>.</param>
/// <param name="Form">How its value is written.</param>
internal sealed record Setting(string Variable, string Path, SettingForm Form)
{
    /// <summary>A secret's value in Development, where it need not be set. Everybody knows it.</summary>
    public string? DevelopmentDefault { get; init; }

    /// <summary>The variable that names a file with the value, as containers are given their secrets.</summary>
    public string FileVariable => $"{Variable}_FILE";

    /// <summary>As messages call it.</summary>
    public override string ToString() => $"{Variable} ({Path})";

    public string FileToString() => $"{FileVariable} ({Path})";
}
