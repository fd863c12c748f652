using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Recordings;

/// <param name="RoomId">The room whose recordings are listed, or <see langword="null"/> for all rooms.</param>
/// <param name="MaxItems">The maximum number of recordings, 1 to 100, or <see langword="null"/> for 10.</param>
/// <param name="NextPageToken">The token from the previous page, or <see langword="null"/> for the first page.</param>
public sealed record ListRecordings(string? RoomId, int? MaxItems, string? NextPageToken)
    : IRequest<Result<RecordingPage>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

internal sealed class ListRecordingsHandler(IRecordingRepository recordings)
    : IRequestHandler<ListRecordings, Result<RecordingPage>>
{
    public async Task<Result<RecordingPage>> Handle(ListRecordings request, CancellationToken ct)
    {
        RoomName? room = null;
        if (request.RoomId is not null && !RoomName.TryParse(request.RoomId, out room))
            return new RecordingPage([], NextPageToken: null);
        RecordingPosition? after = null;
        if (request.NextPageToken is { } token)
            RecordingPage.TryReadToken(token, out after);

        var maxItems = request.MaxItems ?? PageToken.DefaultPageSize;
        var found = await recordings.ListAsync(room, after, maxItems + 1, ct);
        var (page, next) = found.CutTo(maxItems, RecordingPage.TokenAfter);
        return new RecordingPage(page, next);
    }
}
