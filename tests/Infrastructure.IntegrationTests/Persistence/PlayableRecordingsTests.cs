using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class PlayableRecordingsTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly RecordingId Id = RecordingId.Parse("daily-abc--EG_1--uid1");
    private static readonly MediaFacts Facts = new(5, new EntityTag("tag"), Installation.Start);

    [SetUp]
    public Task ListenAsync() => Installation.StartListeningAsync();

    private IPlayableRecordings Playable => Installation.Get<IPlayableRecordings>();

    [TestCase(RecordingStatus.Starting, false)]
    [TestCase(RecordingStatus.Active, false)]
    [TestCase(RecordingStatus.Ending, false)]
    [TestCase(RecordingStatus.Complete, true)]
    [TestCase(RecordingStatus.LimitReached, true)]
    [TestCase(RecordingStatus.Failed, false)]
    [TestCase(RecordingStatus.Aborted, false)]
    public async Task Only_recordings_with_complete_media_are_found(
        RecordingStatus status,
        bool isFound
    )
    {
        await AddAsync(status);
        Assert.That(await Playable.FindAsync(Id, Ct) is not null, Is.EqualTo(isFound));
    }

    [Test]
    public async Task A_missing_recording_is_looked_up_each_time()
    {
        Assert.That(await Playable.FindAsync(Id, Ct), Is.Null);
        await AddAsync(RecordingStatus.Complete);
        Assert.That(await Playable.FindAsync(Id, Ct), Is.Not.Null);
    }

    [Test]
    public async Task A_found_recording_is_cached_for_five_seconds()
    {
        await AddAsync(RecordingStatus.Complete);
        await Playable.FindAsync(Id, Ct);
        await Installation.CallAsync<IRecordingRepository>(r => r.RemoveAsync(Id, Ct));

        Assert.That(await Playable.FindAsync(Id, Ct), Is.Not.Null);
        Installation.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await Playable.FindAsync(Id, Ct), Is.Null);
    }

    [Test]
    public async Task A_forgotten_recording_is_looked_up_at_once()
    {
        await AddAsync(RecordingStatus.Complete);
        await Playable.FindAsync(Id, Ct);
        await Installation.CallAsync<IRecordingRepository>(r => r.RemoveAsync(Id, Ct));
        Playable.Forget(Id);

        Assert.That(await Playable.FindAsync(Id, Ct), Is.Null);
    }

    [Test]
    public async Task Media_facts_are_remembered_and_saved()
    {
        await AddAsync(RecordingStatus.Complete);
        var recording = await Playable.FindAsync(Id, Ct);

        Playable.Remember(recording!, Facts);

        Assert.That((await Playable.FindAsync(Id, Ct))?.Media, Is.EqualTo(Facts));
        Assert.That((await Playable.FindAsync(Id, Ct))?.Size, Is.EqualTo(5));
        await Eventually.HoldsAsync(
            async () => (await SavedAsync())?.Media == Facts,
            "the facts are saved"
        );
    }

    [Test]
    public async Task Media_facts_that_cannot_be_saved_are_cached_for_five_seconds()
    {
        await AddAsync(RecordingStatus.Complete);
        var recording = await Playable.FindAsync(Id, Ct);
        await RefuseAsync("UPDATE", "Recordings");

        Playable.Remember(recording!, Facts);

        Assert.That((await Playable.FindAsync(Id, Ct))?.Media, Is.EqualTo(Facts));
        Installation.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await Playable.FindAsync(Id, Ct))?.Media, Is.Null);
        await AllowAsync("Recordings");
        await Eventually.HoldsAsync(
            async () =>
            {
                Playable.Remember(recording!, Facts);
                return (await SavedAsync())?.Media == Facts;
            },
            "the facts are saved when saving works again"
        );
    }

    private Task<Recording?> SavedAsync() =>
        Installation.CallAsync<IRecordingRepository, Recording?>(r => r.FindAsync(Id, Ct));

    private Task ExecuteAsync(string statement) =>
        Installation.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlRawAsync(statement, Ct)
        );

    private Task AddAsync(RecordingStatus status) =>
        Installation.CallAsync<IRecordingRepository>(r =>
            r.TryAddAsync(
                new Recording
                {
                    Id = Id,
                    Status = status,
                    StartedAt = Installation.Start,
                },
                Ct
            )
        );
}
