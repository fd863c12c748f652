using MediatR;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Recordings;

internal sealed class ListRecordingsHandler(IRecordingRepository recordings)
    : IRequestHandler<ListRecordings, Result<RecordingPage>>
{
    private const int DefaultPageSize = 10;

    public async Task<Result<RecordingPage>> Handle(ListRecordings request, CancellationToken ct)
    {
        if (!request.Caller.IsAdministrator)
            return request.Caller.Refusal;

        RoomName? room = null;
        if (request.RoomId is not null && !RoomName.TryParse(request.RoomId, out room))
            return new RecordingPage([], NextPageToken: null);
        RecordingPosition? after = null;
        if (request.NextPageToken is { } token)
            RecordingPage.TryReadToken(token, out after);

        // One more than asked for, to know whether there is a next page.
        var maxItems = request.MaxItems ?? DefaultPageSize;
        var found = await recordings.ListAsync(room, after, maxItems + 1, ct);
        if (found.Count <= maxItems)
            return new RecordingPage(found, NextPageToken: null);

        var page = found.Take(maxItems).ToList();
        return new RecordingPage(page, RecordingPage.TokenAfter(page[^1]));
    }
}
