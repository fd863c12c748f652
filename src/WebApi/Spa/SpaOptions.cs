using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Spa;

/// <summary>The web client that this server hosts.</summary>
public sealed class SpaOptions : IMeetOptions
{
    public const string IndexFile = "index.html";

    public static string Section => "Spa";

    /// <summary>The folder of a built client, as an absolute path, or <see langword="null"/> to host none.</summary>
    public string? Directory { get; init; }

    public void Validate(OptionsFaults faults)
    {
        if (Directory is not null && !File.Exists(Path.Combine(Directory, IndexFile)))
            faults.Add(nameof(Directory), $"must be a folder that exists and holds an {IndexFile}");
    }
}
