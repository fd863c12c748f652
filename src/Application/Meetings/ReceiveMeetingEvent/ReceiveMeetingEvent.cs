using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Meetings;

/// <summary>Takes in what the meeting server sent: verified, and kept until it is handled.</summary>
/// <param name="Authorization">The proof that came with the body.</param>
/// <param name="Body">As it is received, byte for byte; not read unless the proof is good.</param>
public sealed record ReceiveMeetingEvent(string? Authorization, Stream Body) : IRequest<Result>
{
    /// <summary>Never the proof: a record's text ends up in logs.</summary>
    public override string ToString() => nameof(ReceiveMeetingEvent);
}
