using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>Reads the events that the meeting server sends.</summary>
public interface IMeetingEventReader
{
    /// <summary>
    /// Verifies that the meeting server signed this body, and not long ago, then reads the event. The body is not read before the
    /// proof is verified.
    /// </summary>
    /// <param name="authorization">The proof sent with the body, or <see langword="null"/> if there is none.</param>
    /// <param name="body">The body as received, byte for byte. The caller limits its length.</param>
    /// <returns>The event, or <see cref="Access.AccessErrors.Unauthorized"/>.</returns>
    Task<Result<MeetingEvent>> ReadAsync(string? authorization, Stream body, CancellationToken ct);
}
