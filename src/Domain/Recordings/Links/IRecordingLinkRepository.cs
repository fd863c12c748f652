using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings.Links;

/// <summary>
/// The links to recordings. An expired link does not exist any more. Whatever removes a link ends its viewings on all nodes: see
/// <see cref="ILinkViewings"/>.
/// </summary>
public interface IRecordingLinkRepository
{
    /// <returns>
    /// <see cref="RecordingErrors.NotFound"/> if there is no such recording; <see cref="RecordingLinkErrors.TooMany"/> if the recording has
    /// <see cref="RecordingLink.MaxForRecording"/> links, also if several are added at once.
    /// </returns>
    Task<Result> AddAsync(RecordingLink link, CancellationToken ct);

    /// <summary>Lists the links of a recording, oldest first.</summary>
    Task<IReadOnlyList<RecordingLink>> ListAsync(RecordingId recording, CancellationToken ct);

    /// <returns>Whether the recording had the link.</returns>
    Task<bool> RemoveAsync(RecordingId recording, RecordingLinkId id, CancellationToken ct);

    /// <summary>Removes all links of a recording, because it is deleted.</summary>
    Task RemoveAllAsync(RecordingId recording, CancellationToken ct);

    /// <summary>Deletes links that expired some time ago.</summary>
    Task SweepAsync(CancellationToken ct);
}
