using System.Globalization;
using MediatR;
using OpenViduMeet.Application.Audit;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Benchmarks.Growth;

/// <summary>How much is stored, and where the middle of each list is.</summary>
/// <param name="Size">The number of rooms, of recordings, of entries of the audit log and of webhooks.</param>
internal sealed record GrowthPlace(int Size, Middle Middle);

/// <summary>The positions after which a page in the middle of a list begins.</summary>
internal sealed record Middle(
    RoomPosition Room,
    RecordingPosition Recording,
    RecordingPosition RecordingOfRoom,
    AuditPosition Entry,
    WebhookDeliveryPosition Delivery
);

/// <summary>A use case or a port, and the bare statement that reads the same rows.</summary>
/// <param name="RunAsync">Returns the number of rows.</param>
internal sealed record GrowthRow(
    string Name,
    Func<GrowthPlace, Task<int>> RunAsync,
    Func<GrowthPlace, string> Bare
)
{
    private const int PageItems = 100;

    /// <summary>How many rooms are open in LiveKit.</summary>
    private const int OpenRooms = 10_000;

    private const RoomParts AllParts =
        RoomParts.Prefix
        | RoomParts.ExpiresAt
        | RoomParts.MaxParticipants
        | RoomParts.Preferences
        | RoomParts.ModeratorSecret
        | RoomParts.PublisherSecret;

    private static readonly PageSize Page = ParsableValue.Parse<PageSize>(
        PageItems.ToString(CultureInfo.InvariantCulture)
    );

    public static IReadOnlyList<GrowthRow> All(IServiceProvider services) =>
        [
            .. PagesOfRooms(new(services)),
            .. PagesOfRecordings(new(services)),
            .. PagesOfLogs(new(services)),
            .. WholeLists(new(services)),
            .. Housekeeping(new(services)),
        ];

    private static IEnumerable<GrowthRow> PagesOfRooms(Calls calls)
    {
        yield return new(
            "rooms, first page",
            _ => calls.SendAsync(new ListRooms(Page, null), page => page.Rooms.Count),
            _ => Newest("Rooms", "CreatedAt")
        );
        yield return new(
            "rooms, page in the middle",
            place =>
                calls.SendAsync(new ListRooms(Page, place.Middle.Room), page => page.Rooms.Count),
            place => Newest("Rooms", "CreatedAt", Before("CreatedAt", place.Middle.Room.CreatedAt))
        );
    }

    private static IEnumerable<GrowthRow> PagesOfRecordings(Calls calls)
    {
        yield return new(
            "recordings, first page",
            _ =>
                calls.SendAsync(
                    new ListRecordings(null, Page, null),
                    page => page.Recordings.Count
                ),
            _ => Newest("Recordings", "StartedAt")
        );
        yield return new(
            "recordings, page in the middle",
            place =>
                calls.SendAsync(
                    new ListRecordings(null, Page, place.Middle.Recording),
                    page => page.Recordings.Count
                ),
            place =>
                Newest(
                    "Recordings",
                    "StartedAt",
                    Before("StartedAt", place.Middle.Recording.StartedAt)
                )
        );
        yield return new(
            "recordings of a room that has a tenth of all, first page",
            _ =>
                calls.SendAsync(
                    new ListRecordings(StoredRows.BusyRoom, Page, null),
                    page => page.Recordings.Count
                ),
            _ => Newest("Recordings", "StartedAt")
        );
        yield return new(
            "recordings of a room that has a tenth of all, page in the middle",
            place =>
                calls.SendAsync(
                    new ListRecordings(StoredRows.BusyRoom, Page, place.Middle.RecordingOfRoom),
                    page => page.Recordings.Count
                ),
            place =>
                Newest(
                    "Recordings",
                    "StartedAt",
                    Before("StartedAt", place.Middle.RecordingOfRoom.StartedAt)
                )
        );
    }

    private static IEnumerable<GrowthRow> PagesOfLogs(Calls calls)
    {
        yield return new(
            "audit log, first page",
            _ =>
                calls.SendAsync(
                    new ListAuditEntries(new AuditFilter(), Page, null),
                    page => page.Entries.Count
                ),
            _ => Newest("AuditEntries", "Sequence")
        );
        yield return new(
            "audit log, page in the middle",
            place =>
                calls.SendAsync(
                    new ListAuditEntries(new AuditFilter(), Page, place.Middle.Entry),
                    page => page.Entries.Count
                ),
            place =>
                Newest("AuditEntries", "Sequence", $"\"Sequence\" < {place.Middle.Entry.Sequence}")
        );
        yield return new(
            "audit log of a room that has a tenth of all, first page",
            _ =>
                calls.SendAsync(
                    new ListAuditEntries(
                        new AuditFilter { Room = StoredRows.BusyRoom.Room!.Value },
                        Page,
                        null
                    ),
                    page => page.Entries.Count
                ),
            _ => Newest("AuditEntries", "Sequence")
        );
        yield return new(
            "audit log of a recording that has ten entries",
            _ =>
                calls.SendAsync(
                    new ListAuditEntries(
                        new AuditFilter { Recording = StoredRows.Recording },
                        Page,
                        null
                    ),
                    page => page.Entries.Count
                ),
            _ => Newest("AuditEntries", "Sequence", "\"Sequence\" < 11")
        );
        yield return new(
            "webhook deliveries, page in the middle",
            place =>
                calls.SendAsync(
                    new ListWebhookDeliveries(null, Page, place.Middle.Delivery),
                    page => page.Deliveries.Count
                ),
            place =>
                Newest(
                    "QueueItems",
                    "AddedAt",
                    "\"Queue\" = 'Webhooks' AND "
                        + Before("AddedAt", place.Middle.Delivery.CreatedAt)
                )
        );
    }

    private static IEnumerable<GrowthRow> WholeLists(Calls calls)
    {
        yield return new(
            "all rooms",
            _ => calls.SendAsync(new ListAllRooms(null, AllParts), CountAsync),
            _ => """SELECT * FROM "Rooms" ORDER BY "CreatedAt" DESC"""
        );
        yield return new(
            "the names of all rooms",
            _ => calls.SendAsync(new ListAllRooms(null, RoomParts.None), CountAsync),
            _ => """SELECT "Name" FROM "Rooms" ORDER BY "CreatedAt" DESC"""
        );

        static async Task<int> CountAsync(AllRooms all) => await all.Rooms.CountAsync();
    }

    private static IEnumerable<GrowthRow> Housekeeping(Calls calls)
    {
        yield return new(
            "expired rooms, of which there are none",
            _ =>
                calls.CallAsync<IRoomRepository>(async rooms =>
                    (await rooms.ListExpiredAsync(CancellationToken.None)).Count
                ),
            _ => """SELECT "Name" FROM "Rooms" WHERE "ExpiresAt" < 0"""
        );
        yield return new(
            $"{OpenRooms.ToString("N0", CultureInfo.InvariantCulture)} open rooms compared with the stored ones",
            _ =>
                calls.CallAsync<IRoomRepository>(async rooms =>
                    (
                        await rooms.GetExistenceAsync(
                            [.. Enumerable.Range(0, OpenRooms).Select(StoredRows.RoomNameOf)],
                            CancellationToken.None
                        )
                    ).Count
                ),
            _ => $"SELECT \"Name\", \"ExpiresAt\" FROM \"Rooms\" LIMIT {OpenRooms}"
        );
        yield return new(
            "recordings that need work, of which there are ten",
            _ =>
                calls.CallAsync<IRecordingRepository>(async recordings =>
                    (await recordings.ListUnsettledAsync(CancellationToken.None)).Count
                ),
            _ => """SELECT * FROM "Recordings" WHERE NOT "Settled" """
        );
        yield return new(
            "old entries of the audit log, of which there are none",
            _ => calls.CallAsync<IAuditLog>(log => Swept(log.SweepAsync(CancellationToken.None))),
            _ => """SELECT "Sequence" FROM "AuditEntries" WHERE "At" < 0"""
        );
        yield return new(
            "old webhooks, of which there are none",
            _ =>
                calls.CallAsync<IWebhookOutbox>(outbox =>
                    Swept(outbox.SweepAsync(CancellationToken.None))
                ),
            _ =>
                """SELECT "Sequence" FROM "QueueItems" WHERE "Queue" = 'Webhooks' AND "State" = 'Completed' AND "DueAt" < 0"""
        );
    }

    private static string Newest(string table, string column, string condition = "1 = 1") =>
        $"SELECT * FROM \"{table}\" WHERE {condition} ORDER BY \"{column}\" DESC LIMIT {PageItems + 1}";

    private static string Before(string column, DateTimeOffset instant) =>
        $"\"{column}\" <= {instant.ToUnixTimeMilliseconds()}";

    private static async Task<int> Swept(Task sweep)
    {
        await sweep;
        return 0;
    }

    /// <summary>Calls use cases and ports in a new scope, as each HTTP request does.</summary>
    private sealed class Calls(IServiceProvider services)
    {
        public Task<int> SendAsync<T>(IRequest<Result<T>> request, Func<T, int> count)
            where T : notnull => SendAsync(request, answer => Task.FromResult(count(answer)));

        public Task<int> SendAsync<T>(IRequest<Result<T>> request, Func<T, Task<int>> countAsync)
            where T : notnull =>
            CallAsync<IMediator>(async mediator =>
                await countAsync((await mediator.Send(request)).Value)
            );

        public async Task<int> CallAsync<TPort>(Func<TPort, Task<int>> call)
            where TPort : notnull
        {
            await using var scope = services.CreateAsyncScope();
            return await call(scope.ServiceProvider.GetRequiredService<TPort>());
        }
    }
}
