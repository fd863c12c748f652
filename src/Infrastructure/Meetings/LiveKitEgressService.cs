using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// LiveKit's Egress service. It writes directly into the store: into the store's folder, under its path on the egress' machine, or into
/// the store's bucket.
/// </summary>
internal sealed partial class LiveKitEgressService(
    TwirpClient liveKit,
    EgressReports reports,
    LiveKitOptions options,
    ILogger<LiveKitEgressService> logger,
    S3Options? bucket = null
) : IEgressService
{
    private const string Layout = "grid";
    private const string Mp4 = "MP4";

    /// <summary>Leaves time to find out the outcome of a start that was not answered.</summary>
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(3.5);

    /// <summary>Both calls share the time limit of one.</summary>
    public Task<Result<EgressReport>> StartAsync(RoomName room, string uid, CancellationToken ct) =>
        BoundedCall.RunAsync<Result<EgressReport>>(
            bounded => AskAndStartAsync(room, uid, bounded),
            _ =>
            {
                LogNoAnswer(room);
                return MeetingErrors.Unavailable;
            },
            ct,
            StartBound
        );

    public async Task<Result<EgressReport>> StopAsync(RecordingId id, CancellationToken ct) =>
        Read(await CallAsync(EgressService.StopEgress, new StopEgressRequest(id.EgressId), ct));

    public async Task<Result<EgressReport>> FindAsync(RecordingId id, CancellationToken ct)
    {
        var found = await ListAsync(new ListEgressRequest(null, id.EgressId, null), ct);
        if (found.IsFailure)
            return found.Error;
        return found.Value.FirstOrDefault(report => report.Id == id) is { } report
            ? report
            : RecordingErrors.NotFound;
    }

    public Task<Result<IReadOnlyList<EgressReport>>> ListUnderWayAsync(
        RoomName? room,
        CancellationToken ct
    ) => ListAsync(new ListEgressRequest(room?.Value, null, Active: true), ct);

    private async Task<Result<EgressReport>> AskAndStartAsync(
        RoomName room,
        string uid,
        CancellationToken ct
    )
    {
        // Without an egress service, LiveKit answers a start only after 23 s, but answers a list request at once.
        var asked = await CallListAsync(new ListEgressRequest(room.Value, null, Active: true), ct);
        if (asked.Error == TwirpErrors.NoEgressService)
            LogNoEgressService();
        if (asked.IsFailure)
            return MeetingErrors.Unavailable;

        var request = new StartRoomCompositeEgressRequest(
            room.Value,
            Layout,
            [OutputTo(room, uid)]
        );
        return Read(await CallAsync(EgressService.StartRoomCompositeEgress, request, ct));
    }

    private EncodedFileOutput OutputTo(RoomName room, string uid)
    {
        var path = reports.PathFor(room, uid);
        if (bucket is null || options.EgressHasOwnStorage)
            return new EncodedFileOutput(Mp4, path, true, S3: null);

        var upload = new S3Upload(
            bucket.AccessKey,
            bucket.SecretKey,
            bucket.Region,
            bucket.Endpoint.ToString().TrimEnd('/'),
            bucket.Bucket,
            bucket.PathStyle
        );
        return new EncodedFileOutput(Mp4, path, true, upload);
    }

    private Task<Result<EgressInfo>> CallAsync(
        TwirpMethod method,
        object request,
        CancellationToken ct
    ) => liveKit.CallAsync<EgressInfo>(method, LiveKitGrant.RoomRecord, request, ct);

    private Task<Result<ListEgressAnswer>> CallListAsync(
        ListEgressRequest request,
        CancellationToken ct
    ) =>
        liveKit.CallAsync<ListEgressAnswer>(
            EgressService.ListEgress,
            LiveKitGrant.RoomRecord,
            request,
            ct
        );

    /// <summary>Without an egress service, no egress is running.</summary>
    private async Task<Result<IReadOnlyList<EgressReport>>> ListAsync(
        ListEgressRequest request,
        CancellationToken ct
    )
    {
        var answer = await CallListAsync(request, ct);
        if (IsUnknown(answer.Error))
            return Array.Empty<EgressReport>();
        if (answer.IsFailure)
            return MeetingErrors.Unavailable;
        return (answer.Value.Items ?? []).Select(reports.Read).OfType<EgressReport>().ToList();
    }

    private Result<EgressReport> Read(Result<EgressInfo> answer)
    {
        if (IsUnknown(answer.Error))
            return RecordingErrors.NotFound;
        if (answer.Error == TwirpErrors.FailedPrecondition)
            return RecordingErrors.AlreadyStopped;
        return !answer.IsFailure && reports.Read(answer.Value) is { } report
            ? report
            : MeetingErrors.Unavailable;
    }

    private static bool IsUnknown(Error? error) =>
        error == TwirpErrors.NotFound || error == TwirpErrors.NoEgressService;

    [LoggerMessage(
        LogLevel.Warning,
        "LiveKit did not answer the request to record room {Room} in time. Check that an egress is free"
    )]
    private partial void LogNoAnswer(RoomName room);

    [LoggerMessage(
        LogLevel.Warning,
        "Recording is not possible: LiveKit runs without Redis, so it has no egress service"
    )]
    private partial void LogNoEgressService();
}
