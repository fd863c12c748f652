using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.RecordingLinks;

/// <summary>Revokes a link. Who is watching through it is disconnected within a second.</summary>
/// <param name="Recording"><see langword="null"/> if the text is not a recording id.</param>
/// <param name="Link"><see langword="null"/> if the text is not the id of a link.</param>
public sealed record RevokeRecordingLink(RecordingId? Recording, RecordingLinkId? Link)
    : IRequest<Result>,
        IRestricted,
        IAudited
{
    public Permission Needs =>
        Permission.ShareRecordingsOf(Recording?.Room, ApiAccess.ChangeRecordings);

    public AuditSubject Subject =>
        new(Recording?.Room, Recording: Recording, Target: Link?.ToString());
}

internal sealed class RevokeRecordingLinkHandler(IRecordingLinkRepository links)
    : IRequestHandler<RevokeRecordingLink, Result>
{
    public async Task<Result> Handle(RevokeRecordingLink request, CancellationToken ct) =>
        request is { Recording: { } recording, Link: { } link }
        && await links.RemoveAsync(recording, link, ct)
            ? Result.Ok
            : RecordingLinkErrors.NotFound;
}
