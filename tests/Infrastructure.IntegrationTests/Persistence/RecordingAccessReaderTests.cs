using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class RecordingAccessReaderTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly RoomName Name = RoomName.Parse("daily-abc");

    [SetUp]
    public async Task AddRoomAsync()
    {
        await Installation.StartListeningAsync();
        await Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.AddAsync(
                Installation.NewRoom(Name.Value) with
                {
                    Preferences = new(RecordingAccess: RecordingAccess.AdminModerator),
                },
                Ct
            )
        );
    }

    [Test]
    public async Task A_changed_setting_is_read_at_once()
    {
        Assert.That(await FindAsync(), Is.EqualTo(RecordingAccess.AdminModerator));
        await Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.UpdateAsync(
                Name,
                room =>
                    room with
                    {
                        Preferences = room.Preferences with
                        {
                            RecordingAccess = RecordingAccess.Admin,
                        },
                    },
                Ct
            )
        );
        Assert.That(await FindAsync(), Is.EqualTo(RecordingAccess.Admin));
    }

    [Test]
    public async Task A_setting_is_cached_for_five_seconds()
    {
        await FindAsync();
        await ExecuteAsync("UPDATE \"Rooms\" SET \"Preferences_RecordingAccess\" = 'Admin'");

        Assert.That(await FindAsync(), Is.EqualTo(RecordingAccess.AdminModerator));
        Installation.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await FindAsync(), Is.EqualTo(RecordingAccess.Admin));
    }

    [Test]
    public async Task A_room_that_expires_meanwhile_has_no_setting()
    {
        Installation.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.That(await FindAsync(), Is.Not.Null);
        Installation.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await FindAsync(), Is.Null);
    }

    [Test]
    public async Task A_room_that_is_deleted_or_removed_has_no_setting()
    {
        await FindAsync();
        await Installation.CallAsync<IRoomRepository>(rooms => rooms.ExpireAsync(Name, Ct));
        Assert.That(await FindAsync(), Is.Null);
        await Installation.CallAsync<IRoomRepository>(rooms =>
            rooms.RemoveAsync(Name, room => room, Ct)
        );
        Assert.That(await FindAsync(), Is.Null);
    }

    /// <summary>A row that a node of the version before has added, or one from before the column.</summary>
    [TestCase("")]
    [TestCase("Everybody")]
    public async Task An_unknown_value_is_read_as_the_strictest(string stored)
    {
        await ExecuteAsync($"UPDATE \"Rooms\" SET \"Preferences_RecordingAccess\" = '{stored}'");
        Assert.That(await FindAsync(), Is.EqualTo(RecordingAccess.Admin));
    }

    private Task<RecordingAccess?> FindAsync() =>
        Installation.Get<IRecordingAccessReader>().FindAsync(Name, Ct);

    private Task ExecuteAsync(string statement) =>
        Installation.CallAsync<MeetDbContext>(context =>
            context.Database.ExecuteSqlRawAsync(statement, Ct)
        );
}
