using OpenViduMeet.Domain.Dependencies;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Blobs;

internal sealed class FileStoreDependency(StorageOptions options) : IDependency
{
    public string Purpose => "Recordings";

    public string Description => "Files in the data directory";

    /// <summary>The folder of the recordings comes with the first of them.</summary>
    public Task<bool> AnswersAsync(CancellationToken ct) =>
        Task.FromResult(Directory.Exists(options.DataDirectory));
}
