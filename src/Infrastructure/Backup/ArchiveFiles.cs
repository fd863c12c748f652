namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>The names and limits of the files in an archive.</summary>
internal static class ArchiveFiles
{
    public const string Manifest = "manifest.json";

    /// <summary>Holds the SHA-256 of the manifest, which holds those of the other files.</summary>
    public const string ManifestHash = "manifest.sha256";

    public const string Media = "media.ndjson";
    public const string Key = "keys/jwt.key";

    /// <summary>In bytes, with the line feed. No row comes near it: every text from outside is limited.</summary>
    public const int MaxLine = 16 * 1024 * 1024;

    /// <summary>In bytes.</summary>
    public const int MaxManifest = 1024 * 1024;

    public static string TableOf(string name) => $"tables/{name}.ndjson";
}
