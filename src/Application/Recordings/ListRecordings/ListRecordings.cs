using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <param name="RoomId">Of this room only, or <see langword="null"/> for all.</param>
/// <param name="MaxItems">Recordings at the most, 1 to 100, or <see langword="null"/> for 10.</param>
/// <param name="NextPageToken">From the page before, or <see langword="null"/> for the first.</param>
public sealed record ListRecordings(
    Caller Caller,
    string? RoomId,
    int? MaxItems,
    string? NextPageToken
) : IRequest<Result<RecordingPage>>;
