using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.TestSupport;

/// <summary>Recordings that nobody had to make.</summary>
public static class TestRecordings
{
    /// <summary>Puts a complete recording of random bytes into the server's store.</summary>
    /// <returns>The path to stream it by, and its bytes.</returns>
    public static async Task<(string Path, byte[] Media)> AddRecordingAsync(
        this MeetApiFactory meet,
        int size
    )
    {
        _ = meet.Address;
        var media = RandomNumberGenerator.GetBytes(size);
        var id = RecordingId.Parse($"large--EG_large--{RecordingId.NewUid()}");
        await using var scope = meet.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IRecordingStore>();
        using var content = new MemoryStream(media);
        var saved = await store.SaveAsync(id, content, CancellationToken.None);
        if (saved.IsFailure)
            throw new IOException(saved.Error.Message);

        var recordings = scope.ServiceProvider.GetRequiredService<IRecordingRepository>();
        await recordings.TryAddAsync(
            new Recording
            {
                Id = id,
                Status = RecordingStatus.Complete,
                SignalledStatus = RecordingStatus.Complete,
                StartedAt = meet.Clock.GetUtcNow(),
                Size = size,
            },
            CancellationToken.None
        );
        return ($"/meet/internal-api/v1/recordings/{id}/stream", media);
    }
}
