using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// LiveKit's Egress service. It writes straight into the store: into its folder, under the path by which the egress' own machine knows
/// that folder, or into its bucket.
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

    public async Task<Result<EgressReport>> StartAsync(
        RoomName room,
        string uid,
        CancellationToken ct
    )
    {
        // Without an egress service LiveKit lets a start wait for 23 s, but says at once that it has none to whoever asks.
        var asked = await CallListAsync(new ListEgressRequest(room.Value, null, Active: true), ct);
        if (asked.Code == TwirpCodes.NoEgressService)
        {
            LogNoEgressService();
            return MeetingErrors.Unavailable;
        }

        if (asked.Code is not null)
            return MeetingErrors.Unavailable;

        var request = new StartRoomCompositeEgressRequest(
            room.Value,
            Layout,
            [OutputTo(room, uid)]
        );
        return Read(await CallAsync(TwirpMethod.StartRoomCompositeEgress, request, ct));
    }

    public async Task<Result<EgressReport>> StopAsync(RecordingId id, CancellationToken ct) =>
        Read(await CallAsync(TwirpMethod.StopEgress, new StopEgressRequest(id.EgressId), ct));

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

    private Task<TwirpAnswer<EgressInfo>> CallAsync(
        TwirpMethod method,
        object request,
        CancellationToken ct
    ) => liveKit.CallAsync<EgressInfo>(method, LiveKitGrant.RoomRecord, request, ct);

    private Task<TwirpAnswer<ListEgressAnswer>> CallListAsync(
        ListEgressRequest request,
        CancellationToken ct
    ) =>
        liveKit.CallAsync<ListEgressAnswer>(
            TwirpMethod.ListEgress,
            LiveKitGrant.RoomRecord,
            request,
            ct
        );

    /// <summary>Where there is no egress service, nothing is under way.</summary>
    private async Task<Result<IReadOnlyList<EgressReport>>> ListAsync(
        ListEgressRequest request,
        CancellationToken ct
    )
    {
        var answer = await CallListAsync(request, ct);
        return answer.Code switch
        {
            null => (answer.Value!.Items ?? [])
                .Select(reports.Read)
                .OfType<EgressReport>()
                .ToList(),
            TwirpCodes.NotFound or TwirpCodes.NoEgressService => Array.Empty<EgressReport>(),
            _ => MeetingErrors.Unavailable,
        };
    }

    private Result<EgressReport> Read(TwirpAnswer<EgressInfo> answer) =>
        answer.Code switch
        {
            null when reports.Read(answer.Value) is { } report => report,
            TwirpCodes.NotFound or TwirpCodes.NoEgressService => RecordingErrors.NotFound,
            TwirpCodes.FailedPrecondition => RecordingErrors.AlreadyStopped,
            _ => MeetingErrors.Unavailable,
        };

    [LoggerMessage(
        LogLevel.Warning,
        "Nothing can be recorded: LiveKit has no egress service, since it runs without Redis"
    )]
    private partial void LogNoEgressService();
}
