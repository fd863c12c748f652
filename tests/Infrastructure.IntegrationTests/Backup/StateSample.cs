using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>An installation with rows in every table, with and without the values that may be missing, and with texts that need care.</summary>
internal static class StateSample
{
    /// <summary>Quotes, line ends, separators, an emoji and a letter that some collations fold.</summary>
    public const string Awkward = "a \"quote\" \\ ' \n\r\t\u2028 😀 ß </script> {\"x\":1}";

    private static readonly DateTimeOffset Now = Installation.Start;

    public static async Task FillAsync(Installation installation)
    {
        await using var context = installation.Get<IMeetDatabase>().Open();
        context.AddRange(Rooms(installation));
        var whole = Recording("daily-abc--EG_1--uid1") with
        {
            EndedAt = Now.AddMinutes(31),
            Duration = TimeSpan.FromMilliseconds(1_875_234),
            Size = 12_345_678_901,
            Error = Awkward,
            ErrorCode = 404,
            Details = Awkward,
            Media = new MediaFacts(12_345_678_901, new EntityTag("tag-1"), Now),
        };
        context.AddRange(
            Tracked(context, whole),
            Tracked(
                context,
                Recording("daily-abc--EG_2--uid2") with
                {
                    Status = RecordingStatus.Active,
                }
            )
        );
        context.AddRange(Link(whole.Id, "code"), Link(whole.Id, null));
        context.Add(new RecordingReservation(RoomName.Parse("daily-abc"), "uid3", Now));
        context.Add(new RemovedRoom(RoomName.Parse("daily-gone"), Now));
        AddPeople(context);
        AddSettings(context);
        context.AddRange(
            Item("first", QueueItemState.Completed),
            Item("second", QueueItemState.Waiting)
        );
        await context.SaveChangesAsync();
        await AddNumberedAsync(context);
    }

    /// <summary>Every row of every table except those of the schema, in a form that is the same for each database.</summary>
    public static async Task<IReadOnlyDictionary<string, string[]>> RowsOfAsync(
        Installation installation
    )
    {
        await using var context = installation.Get<IMeetDatabase>().Open();
        var rows = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var table in TablesOf(context))
            rows[table] = await RowsOfAsync(context, table);
        return rows;
    }

    public static IEnumerable<string> TablesOf(MeetDbContext context) =>
        context
            .Model.GetRelationalModel()
            .Tables.Select(table => table.Name)
            .Where(name => name != SchemaState.Table);

    /// <summary>The last numbers are given to rows that do not exist any more.</summary>
    private static async Task AddNumberedAsync(MeetDbContext context)
    {
        for (var count = 0; count < 5; count++)
        {
            context.Add(Entry($"Action{count}"));
            context.Add(Item($"item{count}", QueueItemState.GivenUp));
            await context.SaveChangesAsync();
        }

        await context.AuditEntries.Where(entry => entry.Action == "Action4").ExecuteDeleteAsync();
        await context.QueueItems.Where(item => item.Id == "item4").ExecuteDeleteAsync();
    }

    private static IEnumerable<Room> Rooms(Installation installation)
    {
        var room = installation.NewRoom("daily-abc");
        return
        [
            room,
            room with
            {
                Name = RoomName.Parse("daily-def"),
                MaxParticipants = null,
                Preferences = new RoomPreferences(false, true, false)
                {
                    RecordingAccess = RecordingAccess.AdminModerator,
                },
            },
        ];
    }

    private static Recording Recording(string id) =>
        new()
        {
            Id = RecordingId.Parse(id),
            Status = RecordingStatus.Complete,
            StartedAt = Now,
        };

    private static Recording Tracked(MeetDbContext context, Recording recording)
    {
        var entry = context.Entry(recording);
        entry.Property("Room").CurrentValue = recording.Id.Room;
        entry.Property("Settled").CurrentValue = recording.IsSettled;
        return recording;
    }

    private static RecordingLink Link(RecordingId recording, string? code) =>
        new()
        {
            Id = RecordingLinkToken.New().Link,
            Recording = recording,
            SecretHash = "hash",
            Access = RecordingLinkAccess.Download,
            CreatedAt = Now,
            ExpiresAt = Now.AddDays(1),
            CodeHash = code,
        };

    private static void AddPeople(MeetDbContext context)
    {
        var session = SignInSession.Begin("admin", Now.AddDays(1));
        context.AddRange(
            session,
            SignInSession.Begin("oidc:key", Now.AddDays(1)) with
            {
                Provider = new ProviderSignIn(Awkward, UserRole.Admin, "session", "rules"),
            },
            new ReplacedRefreshToken(Guid.NewGuid(), session.Id, Now),
            new UsedLogoutToken("used", Now),
            new UserRow("somebody", UserRole.Admin, "a hash"),
            new ApiKey(ApiKeyId.New(), Awkward, ApiAccess.Rooms, [0, 1, 2, 255], Now, null),
            new ApiKey(ApiKeyId.New(), "b", ApiAccess.All, [], Now, Now.AddDays(1), Now),
            new ParticipantBan(
                RoomName.Parse("daily-abc"),
                ParticipantName.Parse("Ünal 😀"),
                3,
                Now,
                Now.AddMinutes(10)
            ),
            new ParticipantNameHold(
                RoomName.Parse("daily-abc"),
                ParticipantName.Parse("Alice"),
                Now.AddMinutes(1),
                Guid.NewGuid()
            ),
            new WrongGuessesRow(Guid.NewGuid(), 3, Now.AddMinutes(1))
        );
    }

    private static void AddSettings(MeetDbContext context) =>
        context.AddRange(
            new InstallationRow { NameId = "abcdefghijkl" },
            new SecurityPreferencesRow
            {
                AuthMode = AuthMode.ModeratorsOnly,
                AllowRoomCreation = true,
                RequireAuthentication = false,
            },
            new WebhookPreferencesRow { Enabled = true, Url = "https://example.com/hook" },
            new AppearancePreferencesRow { Json = """{"a":"b"}""" },
            new WebhookSecretRow(WebhookSecretId.New(), [1, 2, 3], Now),
            new WebhookSecretRow(WebhookSecretId.Configured, null, Now)
        );

    private static AuditEntry Entry(string action) =>
        new(Now, action, AuditActorKind.User, "admin", "127.0.0.1", AuditEntry.Done)
        {
            Room = "daily-abc",
            Participant = Awkward,
            Recording = "daily-abc--EG_1--uid1",
            Target = Awkward,
        };

    private static QueueItem Item(string id, QueueItemState state) =>
        new()
        {
            Queue = "webhooks",
            Id = id,
            Kind = "RoomFinished",
            Subject = state == QueueItemState.Waiting ? null : "daily-abc",
            Payload = Awkward,
            AddedAt = Now,
            State = state,
            Attempts = 2,
            DueAt = Now.AddSeconds(3),
            CompletedAt = state == QueueItemState.Completed ? Now : null,
            LastFailure = Awkward,
            LastStatus = 503,
        };

    private static async Task<string[]> RowsOfAsync(MeetDbContext context, string table)
    {
        var columns = context
            .Model.GetRelationalModel()
            .Tables.Single(other => other.Name == table)
            .Columns.Select(column => column.Name)
            .ToList();
        var connection = context.Database.GetDbConnection();
        await context.Database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are those of the model.
        command.CommandText =
            $"SELECT {string.Join(", ", columns.Select(name => $"\"{name}\""))} FROM \"{table}\"";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = columns.Select(
                (name, index) => $"{name}={TextOf(reader.GetValue(index))}"
            );
            rows.Add(string.Join(", ", values));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>SQLite has integers, texts and bytes only.</summary>
    private static string TextOf(object value) =>
        value switch
        {
            DBNull => "null",
            bool flag => flag ? "1" : "0",
            byte[] bytes => Convert.ToHexString(bytes),
            Guid id => id.ToString().ToUpperInvariant(),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
