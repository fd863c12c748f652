using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>Where everything is kept.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    private const string FileSystemMode = "filesystem";
    private const string S3Mode = "s3";

    internal static readonly Setting DataDirectorySetting = new(
        $"{Section}:DataDirectory",
        "MEET_DATA_DIR"
    );
    private static readonly Setting DatabaseUrlSetting = new(
        $"{Section}:DatabaseUrl",
        "MEET_DATABASE_URL"
    );
    private static readonly Setting BlobModeSetting = new(
        $"{Section}:BlobMode",
        "MEET_BLOB_STORAGE_MODE"
    );

    /// <summary>An absolute path. A relative setting counts from the directory in which the server is started.</summary>
    public required string DataDirectory { get; init; }

    public string DatabaseFile => Path.Combine(DataDirectory, "meet.db");

    /// <summary>Recordings, in the layout of an OpenVidu Meet bucket, its prefix included.</summary>
    public string BlobDirectory => Path.Combine(DataDirectory, "openvidu-meet");

    /// <summary>The bucket for recordings, or <see langword="null"/> where <see cref="BlobDirectory"/> holds them.</summary>
    public S3Options? S3 { get; private init; }

    public string KeyFile => Path.Combine(DataDirectory, "keys", "jwt.key");

    public static StorageOptions Read(SettingsReader settings)
    {
        if (settings.Text(DatabaseUrlSetting) is not null)
            settings.Fault(
                DatabaseUrlSetting,
                "must not be set: only the embedded database is supported yet"
            );
        var mode = settings.Text(BlobModeSetting) ?? FileSystemMode;
        if (mode is not (FileSystemMode or S3Mode))
            settings.Fault(BlobModeSetting, $"must be {FileSystemMode} or {S3Mode}");

        return new StorageOptions
        {
            DataDirectory = settings.Folder(DataDirectorySetting) ?? Path.GetFullPath("data"),
            S3 = mode == S3Mode ? S3Options.Read(settings) : null,
        };
    }
}
