using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Of">
/// The room whose recordings are listed; <see langword="null"/> for all that the caller may watch: those of all rooms, or of a
/// participant's own.
/// </param>
/// <param name="After">The position of the last item of the previous page, or <see langword="null"/> for the first page.</param>
public sealed record ListRecordings(RoomFilter? Of, PageSize Size, RecordingPosition? After)
    : IRequest<Result<RecordingPage>>,
        IRestricted
{
    public Permission Needs =>
        Of is null ? Permission.WatchRecordings : Permission.WatchRecordingsOf(Of.Room);
}

internal sealed class ListRecordingsHandler(IRecordingRepository recordings, ICurrentCaller current)
    : IRequestHandler<ListRecordings, Result<RecordingPage>>
{
    public async Task<Result<RecordingPage>> Handle(ListRecordings request, CancellationToken ct)
    {
        if (request.Of is { Room: null })
            return new RecordingPage([], Next: null);

        var caller = current.Caller;
        var room =
            request.Of?.Room
            ?? (caller.May(ApiAccess.ReadRecordings) ? null : caller.Participant?.Room);
        var size = request.Size.Value;
        var found = await recordings.ListAsync(room, request.After, size + 1, ct);
        var (page, next) = found.CutTo(
            size,
            last => new RecordingPosition(last.StartedAt, last.Id)
        );
        return new RecordingPage(page, next);
    }
}

/// <param name="Recordings">Newest first.</param>
/// <param name="Next">The position after which the next page begins, or <see langword="null"/> on the last page.</param>
public sealed record RecordingPage(IReadOnlyList<Recording> Recordings, RecordingPosition? Next);
