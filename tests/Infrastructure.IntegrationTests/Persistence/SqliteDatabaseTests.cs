using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class SqliteDatabaseTests : InstallationTests
{
    [Test]
    public async Task The_database_uses_a_write_ahead_log()
    {
        var mode = await Installation.CallAsync<MeetDbContext, string>(async database =>
            (await database.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync(Ct))[0]
        );
        Assert.That(mode, Is.EqualTo("wal"));
    }

    [Test]
    public async Task The_migrations_create_the_whole_model() =>
        Assert.That(
            await Installation.CallAsync<MeetDbContext, bool>(database =>
                Task.FromResult(database.Database.HasPendingModelChanges())
            ),
            Is.False
        );

    [Test]
    public void Migrating_again_changes_nothing() =>
        Assert.That(() => Installation.MigrateAsync(), Throws.Nothing);

    [Test]
    public async Task Preferences_are_the_default_until_they_are_changed()
    {
        Assert.That(await ReadAsync(), Is.EqualTo(SecurityPreferences.Default));
        var changed = await UpdateAsync(p => p with { AuthMode = AuthMode.AllUsers });
        Assert.That(await ReadAsync(), Is.EqualTo(changed));
    }

    [Test]
    public async Task Concurrent_changes_are_all_kept()
    {
        await Task.WhenAll(
            Task.Run(() => UpdateAsync(p => p with { AuthMode = AuthMode.AllUsers })),
            Task.Run(() =>
                UpdateAsync(p =>
                    p with
                    {
                        RoomCreation = p.RoomCreation with { AllowRoomCreation = false },
                    }
                )
            ),
            Task.Run(() =>
                UpdateAsync(p =>
                    p with
                    {
                        RoomCreation = p.RoomCreation with { RequireAuthentication = false },
                    }
                )
            )
        );
        var expected = new SecurityPreferences(
            AuthMode.AllUsers,
            new RoomCreationPolicy(false, false)
        );
        Assert.That(await ReadAsync(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_saved_recording_is_read_back_unchanged()
    {
        var recording = new Recording
        {
            Id = RecordingId.Parse("daily-abc--EG_1--uid1"),
            Status = RecordingStatus.LimitReached,
            StartedAt = Installation.Start,
            EndedAt = Installation.Start.AddMinutes(1),
            Duration = TimeSpan.FromSeconds(59.5),
            Size = 5_000_000_000,
            ErrorCode = 7,
            Error = "error",
            Details = "details",
            Media = new MediaFacts(5_000_000_000, new EntityTag("tag"), Installation.Start),
            SignalledStatus = RecordingStatus.Active,
        };
        await Installation.CallAsync<IRecordingRepository>(r => r.TryAddAsync(recording, Ct));

        var found = await Installation.CallAsync<IRecordingRepository, Recording?>(r =>
            r.FindAsync(recording.Id, Ct)
        );

        Assert.That(found, Is.EqualTo(recording));
    }

    private Task<SecurityPreferences> ReadAsync() =>
        Installation.CallAsync<ISecurityPreferencesReader, SecurityPreferences>(p =>
            p.GetSecurityAsync(Ct)
        );

    private Task<SecurityPreferences> UpdateAsync(
        Func<SecurityPreferences, SecurityPreferences> change
    ) =>
        Installation.CallAsync<IPreferencesRepository, SecurityPreferences>(p =>
            p.UpdateSecurityAsync(change, Ct)
        );
}
