using System.Diagnostics.CodeAnalysis;
using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Of">Of one room only, or <see langword="null"/> for all.</param>
/// <param name="After">Where the page before ended, or <see langword="null"/> for the first.</param>
public sealed record ListRecordings(RoomFilter? Of, PageSize Size, RecordingPosition? After)
    : IRequest<Result<RecordingPage>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

/// <summary>The room to which a list is limited.</summary>
/// <param name="Room"><see langword="null"/> for a text that no room can be named by: nothing is listed.</param>
public sealed record RoomFilter(RoomName? Room) : IParsableValue<RoomFilter>
{
    public static string Rule => "Must be a text.";

    public string Text => Room?.Value ?? "";

    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomFilter? value)
    {
        value = text is null
            ? null
            : new RoomFilter(RoomName.TryParse(text, out var room) ? room : null);
        return value is not null;
    }
}

internal sealed class ListRecordingsHandler(IRecordingRepository recordings)
    : IRequestHandler<ListRecordings, Result<RecordingPage>>
{
    public async Task<Result<RecordingPage>> Handle(ListRecordings request, CancellationToken ct)
    {
        if (request.Of is { Room: null })
            return new RecordingPage([], Next: null);

        var size = request.Size.Value;
        var found = await recordings.ListAsync(request.Of?.Room, request.After, size + 1, ct);
        var (page, next) = found.CutTo(
            size,
            last => new RecordingPosition(last.StartedAt, last.Id)
        );
        return new RecordingPage(page, next);
    }
}
