using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Range">The <c>Range</c> header, or <see langword="null"/> without one.</param>
/// <param name="WithContent">Whether the media is wanted, and not only what its headers tell.</param>
public sealed record StreamRecordingRange(
    Caller Caller,
    string RecordingId,
    string? Range,
    MediaConditions Conditions,
    bool WithContent
) : IRequest<Result<RecordingPlayback>>;
