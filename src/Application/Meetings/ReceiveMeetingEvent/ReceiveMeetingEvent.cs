using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Meetings;

/// <summary>Takes in what the meeting server sent: verified, and kept until it is handled.</summary>
/// <param name="Authorization">The proof that came with the body.</param>
/// <param name="Body">As it was received, byte for byte.</param>
public sealed record ReceiveMeetingEvent(string? Authorization, ReadOnlyMemory<byte> Body)
    : IRequest<Result>
{
    /// <summary>Never the proof: a record's text ends up in logs.</summary>
    public override string ToString() => nameof(ReceiveMeetingEvent);
}
