using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Spa;

/// <summary>The web client that this server hosts.</summary>
public sealed class SpaOptions
{
    public const string Section = "Spa";

    public const string IndexFile = "index.html";

    private static readonly Setting DirectorySetting = new($"{Section}:Directory", "MEET_SPA_DIR");

    /// <summary>The folder of a built client, as an absolute path, or <see langword="null"/> to host none.</summary>
    public string? Directory { get; private init; }

    public static SpaOptions Read(SettingsReader settings)
    {
        if (settings.Folder(DirectorySetting) is not { } directory)
            return new SpaOptions();

        if (!File.Exists(Path.Combine(directory, IndexFile)))
            settings.Fault(
                DirectorySetting,
                $"must be a folder that exists and holds an {IndexFile}"
            );
        return new SpaOptions { Directory = directory };
    }
}
