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
    private const string MeetKey = "Tokens:MeetKey";

    public static string Section => "Storage";

    /// <summary>An absolute path. A relative path in the settings starts at the directory in which the server is started.</summary>
    public string DataDirectory { get; init; } = Path.GetFullPath("data");

    /// <summary>The URL of a PostgreSQL database; <see langword="null"/> for the embedded one.</summary>
    public string? DatabaseUrl { get; init; }

    public BlobMode BlobMode { get; init; } = BlobMode.FileSystem;

    public string DatabaseFile => Path.Combine(DataDirectory, "meet.db");

    /// <summary>The folder of recordings, with the layout of an OpenVidu Meet bucket, including its prefix.</summary>
    public string BucketDirectory => Path.Combine(DataDirectory, "openvidu-meet");

    public string KeyFile => Path.Combine(DataDirectory, "keys", "jwt.key");

    public void Validate(OptionsFaults faults)
    {
        if (DatabaseUrl is null)
            return;
        if (!PostgresUrl.TryParse(DatabaseUrl, out _, out var fault))
            faults.Add(nameof(DatabaseUrl), fault);
        // Otherwise, each node would make a key of its own.
        else if (faults.ValueOf(MeetKey) is null)
            faults.Add(
                nameof(DatabaseUrl),
                $"needs {MeetSettings.NameOf(MeetKey)}, the same on every node"
            );
    }
}
