namespace OpenViduMeet.Domain.Recordings;

/// <summary>What is known of each recording; the media itself lies in the <see cref="IRecordingStore"/>.</summary>
public interface IRecordingRepository
{
    /// <returns>The recording, or <see langword="null"/> if there is none of that id.</returns>
    Task<Recording?> FindAsync(RecordingId id, CancellationToken ct);

    Task AddAsync(Recording recording, CancellationToken ct);
}
