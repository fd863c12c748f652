namespace OpenViduMeet.TestSupport;

/// <summary>An empty directory that is deleted when it is disposed of.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("openvidu-meet-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
