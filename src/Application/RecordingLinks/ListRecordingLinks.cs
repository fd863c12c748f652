using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.RecordingLinks;

/// <param name="Recording"><see langword="null"/> if the text is not a recording id.</param>
public sealed record ListRecordingLinks(RecordingId? Recording)
    : IRequest<Result<ListedRecordingLinks>>,
        IRestricted
{
    public Permission Needs =>
        Permission.ShareRecordingsOf(Recording?.Room, ApiAccess.ReadRecordings);
}

internal sealed class ListRecordingLinksHandler(
    IRecordingRepository recordings,
    IRecordingLinkRepository links
) : IRequestHandler<ListRecordingLinks, Result<ListedRecordingLinks>>
{
    public async Task<Result<ListedRecordingLinks>> Handle(
        ListRecordingLinks request,
        CancellationToken ct
    ) =>
        request.Recording is { } id && await recordings.FindAsync(id, ct) is { IsDeleted: false }
            ? new ListedRecordingLinks(await links.ListAsync(id, ct))
            : RecordingErrors.NotFound;
}

/// <param name="Links">Oldest first.</param>
public sealed record ListedRecordingLinks(IReadOnlyList<RecordingLink> Links);
