using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>Reads what the meeting server sends us.</summary>
public interface IMeetingEventReader
{
    /// <summary>
    /// Verifies that the meeting server itself wrote this very body, and not long ago, then reads it. Nothing of the body is read
    /// before the proof is found to be the meeting server's.
    /// </summary>
    /// <param name="authorization">The proof that came with the body, or <see langword="null"/> if none came.</param>
    /// <param name="body">As it is received, byte for byte. Whoever passes it limits its length.</param>
    /// <returns>The event, or <see cref="Access.AccessErrors.Unauthorized"/>.</returns>
    Task<Result<MeetingEvent>> ReadAsync(string? authorization, Stream body, CancellationToken ct);
}
