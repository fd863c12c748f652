namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>One setting and the two places where it can stand.</summary>
/// <param name="Path">In <c>appsettings.json</c>, such as <c>Tokens:AccessLifetime</c>.</param>
/// <param name="Variable">The environment variable, which wins over the file.</param>
public sealed record Setting(string Path, string Variable)
{
    /// <summary>As messages call it.</summary>
    public override string ToString() => $"{Variable} ({Path})";
}
