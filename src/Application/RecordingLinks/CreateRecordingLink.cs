using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.RecordingLinks;

/// <param name="Recording"><see langword="null"/> if the text is not a recording id.</param>
/// <param name="Lifetime">At most <see cref="RecordingLink.LongestLifetime"/>.</param>
/// <param name="Code">The code that viewers must know, or <see langword="null"/> for none.</param>
public sealed record CreateRecordingLink(
    RecordingId? Recording,
    TimeSpan Lifetime,
    RecordingLinkAccess Access,
    LinkCode? Code
) : IRequest<Result<NewRecordingLink>>, IRestricted, IAudited
{
    public Permission Needs =>
        Permission.ShareRecordingsOf(Recording?.Room, ApiAccess.ChangeRecordings);

    public AuditSubject Subject => new(Recording?.Room, Recording: Recording);
}

internal sealed class CreateRecordingLinkHandler(
    IRecordingLinkRepository links,
    ILinkCodes codes,
    AuditTrail trail,
    TimeProvider clock
) : IRequestHandler<CreateRecordingLink, Result<NewRecordingLink>>
{
    public async Task<Result<NewRecordingLink>> Handle(
        CreateRecordingLink request,
        CancellationToken ct
    )
    {
        if (request.Recording is not { } recording)
            return RecordingErrors.NotFound;

        var created = RecordingLink.Create(
            recording,
            request.Access,
            request.Lifetime,
            request.Code is { } code ? codes.Hash(code) : null,
            clock
        );
        trail.About(created.Link.Id.ToString());
        var added = await links.AddAsync(created.Link, ct);
        return added.IsFailure ? added.Error : created;
    }
}
