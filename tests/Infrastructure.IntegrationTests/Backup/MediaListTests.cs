using System.Text;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Infrastructure.Backup;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>The list of the store's objects in an archive.</summary>
public sealed class MediaListTests() : BackupTests(TestDatabase.Sqlite, TestDatabase.Sqlite)
{
    private static readonly RecordingId Recording = RecordingId.Parse("daily-abc--EG_1--uid1");

    private string Media =>
        Path.Combine(
            Target.DataDirectory,
            "openvidu-meet",
            "recordings",
            "daily-abc",
            "daily-abc--uid1.mp4"
        );

    [Test]
    public async Task A_store_with_the_same_objects_is_found_whole()
    {
        await SaveAsync(Source, "media");
        await SaveAsync(Target, "media");
        await BackUpAsync();

        Assert.That(await VerifyAsync(media: MediaScope.Listed), Is.True);
        Assert.That(Lines, Has.One.Contains("1 objects of the store, 0 are missing or differ"));
    }

    [TestCase(null, "missing")]
    [TestCase("more media", "has 10 bytes instead of 5")]
    [TestCase("MEDIA", "has another content")]
    public async Task An_object_that_is_missing_or_differs_is_named(string? content, string fault)
    {
        await SaveAsync(Source, "media");
        if (content is not null)
            await SaveAsync(Target, content);
        await BackUpAsync();

        Assert.That(await VerifyAsync(media: MediaScope.Listed), Is.False);
        Assert.That(
            Lines,
            Has.One.EqualTo($"recordings/daily-abc/{Path.GetFileName(Media)}: {fault}")
        );
    }

    [Test]
    public async Task A_backup_without_the_list_can_be_verified()
    {
        await SaveAsync(Source, "media");
        await BackUpAsync(media: MediaScope.None);

        Assert.That(await VerifyAsync(media: MediaScope.Listed), Is.True);
    }

    [Test]
    public async Task A_file_that_is_being_written_is_not_listed()
    {
        await SaveAsync(Source, "media");
        var recordings = Path.Combine(Source.DataDirectory, "openvidu-meet", "recordings");
        await File.WriteAllTextAsync(Path.Combine(recordings, "daily-abc", "0123.part"), "part");
        await BackUpAsync();

        Assert.That(Lines, Has.One.Contains(" 1 objects of the store"));
    }

    [Test]
    public async Task A_listed_name_outside_of_the_store_is_not_opened()
    {
        await SaveAsync(Source, "media");
        await BackUpAsync();
        ForgedArchive.Change(
            Archive,
            archive =>
                archive.Files["media.ndjson"] = Encoding.UTF8.GetBytes(
                    """{"key":"recordings/../../meet.db","size":1,"tag":"x"}""" + "\n"
                )
        );

        Assert.That(await VerifyAsync(media: MediaScope.Listed), Is.False);
        Assert.That(Lines, Has.One.Contains("not a name of this server's layout"));
    }

    private static async Task SaveAsync(Installation installation, string content)
    {
        using var media = new MemoryStream(Encoding.UTF8.GetBytes(content));
        var saved = await installation.Get<IRecordingStore>().SaveAsync(Recording, media, Ct);
        Assert.That(saved.Error, Is.Null);
    }
}
