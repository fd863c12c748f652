using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>Where recordings are kept.</summary>
public enum BlobMode
{
    FileSystem,
    S3,
}

/// <summary>Where all data is kept.</summary>
public sealed class StorageOptions : IMeetOptions
{
    public static string Section => "Storage";

    /// <summary>An absolute path. A relative path in the settings starts at the directory in which the server is started.</summary>
    public string DataDirectory { get; init; } = Path.GetFullPath("data");

    public string? DatabaseUrl { get; init; }

    public BlobMode BlobMode { get; init; } = BlobMode.FileSystem;

    public string DatabaseFile => Path.Combine(DataDirectory, "meet.db");

    /// <summary>The folder of recordings, with the layout of an OpenVidu Meet bucket, including its prefix.</summary>
    public string BucketDirectory => Path.Combine(DataDirectory, "openvidu-meet");

    public string KeyFile => Path.Combine(DataDirectory, "keys", "jwt.key");

    public void Validate(OptionsFaults faults)
    {
        if (DatabaseUrl is not null)
            faults.Add(
                nameof(DatabaseUrl),
                "must not be set: only the embedded database is supported"
            );
    }
}
