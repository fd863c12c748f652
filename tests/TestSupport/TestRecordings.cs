using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.TestSupport;

/// <summary>Recordings put directly into the server's store.</summary>
public static class TestRecordings
{
    /// <summary>Puts a complete recording of random bytes into the server's store.</summary>
    /// <returns>The path to stream it by, and its bytes.</returns>
    public static Task<(string Path, byte[] Media)> AddRecordingAsync(
        this MeetApiFactory meet,
        int size
    ) => meet.AddRecordingAsync(RandomNumberGenerator.GetBytes(size));

    /// <summary>Puts a complete recording of these bytes into the server's store.</summary>
    /// <param name="room">The room that was recorded. It need not exist.</param>
    /// <returns>The path to stream it by, and its bytes.</returns>
    public static async Task<(string Path, byte[] Media)> AddRecordingAsync(
        this MeetApiFactory meet,
        byte[] media,
        string room = "large"
    )
    {
        var id = RecordingId.Parse($"{room}--EG_large--{RecordingId.NewUid()}");
        await meet.SaveMediaAsync(id, media);
        await using var scope = meet.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<IRecordingRepository>()
            .TryAddAsync(
                new Recording
                {
                    Id = id,
                    Status = RecordingStatus.Complete,
                    SignalledStatus = RecordingStatus.Complete,
                    IsDescribed = true,
                    StartedAt = meet.Clock.GetUtcNow(),
                    Size = media.Length,
                },
                CancellationToken.None
            );
        return ($"/meet/internal-api/v1/recordings/{id}/stream", media);
    }

    /// <summary>Replaces a recording's media with other random bytes, without the server's knowledge.</summary>
    /// <param name="path">The path to stream the recording by.</param>
    public static Task<byte[]> ReplaceMediaAsync(this MeetApiFactory meet, string path, int size) =>
        meet.SaveMediaAsync(
            RecordingId.Parse(path.Split('/')[^2]),
            RandomNumberGenerator.GetBytes(size)
        );

    private static async Task<byte[]> SaveMediaAsync(
        this MeetApiFactory meet,
        RecordingId id,
        byte[] media
    )
    {
        _ = meet.Address;
        using var content = new MemoryStream(media);
        var saved = await meet
            .Services.GetRequiredService<IRecordingStore>()
            .SaveAsync(id, content, CancellationToken.None);
        return saved.IsFailure ? throw new IOException(saved.Error.Message) : media;
    }
}
