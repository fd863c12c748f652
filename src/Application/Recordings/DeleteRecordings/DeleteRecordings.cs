using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>Deletes each recording that can be deleted, whatever becomes of the others.</summary>
public sealed record DeleteRecordings(Caller Caller, IReadOnlyList<string> RecordingIds)
    : IRequest<Result<DeletedRecordings>>;

public sealed record DeletedRecordings(
    IReadOnlyList<string> Deleted,
    IReadOnlyList<KeptRecording> Kept
);

/// <param name="Reason">Why it was not deleted.</param>
public sealed record KeptRecording(string RecordingId, Error Reason);
