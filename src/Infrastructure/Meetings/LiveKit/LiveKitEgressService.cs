using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Archive;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Meetings.LiveKit;

/// <summary>
/// LiveKit's Egress service. It writes straight into the store: into its folder, under the path by which the egress' own machine knows
/// that folder, or into its bucket.
/// </summary>
internal sealed class LiveKitEgressService(
    TwirpClient liveKit,
    LiveKitOptions options,
    StorageOptions storage
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
        var request = new StartRoomCompositeEgressRequest(
            room.Value,
            Layout,
            [OutputTo(MeetLayout.MediaOf(room, uid))]
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
        RoomName room,
        CancellationToken ct
    ) => ListAsync(new ListEgressRequest(room.Value, null, Active: true), ct);

    private EncodedFileOutput OutputTo(string key)
    {
        if (storage.S3 is not { } bucket)
        {
            var directory = options.EgressDirectory ?? storage.BlobDirectory;
            return new EncodedFileOutput(Mp4, $"{directory}/{key}", true, S3: null);
        }

        var upload = new S3Upload(
            bucket.AccessKey,
            bucket.SecretKey,
            bucket.Region,
            bucket.Endpoint.ToString().TrimEnd('/'),
            bucket.Bucket,
            bucket.PathStyle
        );
        return new EncodedFileOutput(
            Mp4,
            bucket.NameOf(key),
            true,
            options.EgressHasOwnStorage ? null : upload
        );
    }

    private Task<TwirpAnswer<EgressInfo>> CallAsync(
        TwirpMethod method,
        object request,
        CancellationToken ct
    ) => liveKit.CallAsync<EgressInfo>(method, LiveKitGrant.RoomRecord, request, ct);

    private async Task<Result<IReadOnlyList<EgressReport>>> ListAsync(
        ListEgressRequest request,
        CancellationToken ct
    )
    {
        var answer = await liveKit.CallAsync<ListEgressAnswer>(
            TwirpMethod.ListEgress,
            LiveKitGrant.RoomRecord,
            request,
            ct
        );
        return answer.Code switch
        {
            null => (answer.Value!.Items ?? [])
                .Select(EgressReports.Read)
                .OfType<EgressReport>()
                .ToList(),
            TwirpCodes.NotFound => Array.Empty<EgressReport>(),
            _ => MeetingErrors.Unavailable,
        };
    }

    private static Result<EgressReport> Read(TwirpAnswer<EgressInfo> answer) =>
        answer.Code switch
        {
            null when EgressReports.Read(answer.Value) is { } report => report,
            TwirpCodes.NotFound => RecordingErrors.NotFound,
            TwirpCodes.FailedPrecondition => RecordingErrors.AlreadyStopped,
            _ => MeetingErrors.Unavailable,
        };
}
