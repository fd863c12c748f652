using System.Text;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.BucketLayout;

public sealed class FileRecordingStoreTests : InstallationTests
{
    private static readonly RecordingId Id = RecordingId.Parse("daily-abc--EG_1--uid1");

    private IRecordingStore Store => Installation.Get<IRecordingStore>();

    private string Folder => Installation.Get<StorageOptions>().BucketDirectory;

    [TestCase(0, 9, "0123456789")]
    [TestCase(3, 5, "345")]
    [TestCase(9, 9, "9")]
    public async Task Stored_media_is_read_by_ranges(long start, long end, string expected)
    {
        await SaveAsync("0123456789");
        await using var media = (await Store.OpenAsync(Id, known: null, Ct)).Value;
        Assert.That(media.Facts.Size, Is.EqualTo(10));
        Assert.That(await ReadAsync(media, new ByteRange(start, end)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Open_media_stays_readable_after_it_is_replaced_or_deleted()
    {
        await SaveAsync("old media");
        await using var media = (await Store.OpenAsync(Id, known: null, Ct)).Value;

        await SaveAsync("new");
        Assert.That(await ReadAsync(media, new ByteRange(0, 8)), Is.EqualTo("old media"));
        Directory.Delete(Folder, recursive: true);

        Assert.That(await ReadAsync(media, new ByteRange(0, 8)), Is.EqualTo("old media"));
        Assert.That(
            (await Store.OpenAsync(Id, known: null, Ct)).Error,
            Is.EqualTo(StorageErrors.NotFound)
        );
    }

    [Test]
    public async Task Missing_media_is_not_found() =>
        Assert.That(
            (await Store.OpenAsync(Id, known: null, Ct)).Error,
            Is.EqualTo(StorageErrors.NotFound)
        );

    [TestCase("a", "b")]
    [TestCase("a", "longer")]
    public async Task Different_content_has_a_different_tag(string before, string after)
    {
        await SaveAsync(before);
        var old = await FactsAsync();
        await SaveAsync(after);
        Assert.That((await FactsAsync()).Tag, Is.Not.EqualTo(old.Tag));
    }

    [Test]
    public async Task A_failed_save_leaves_no_complete_or_partial_file()
    {
        await using var failing = new FailingStream();
        var result = await Store.SaveAsync(Id, failing, Ct);
        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task A_store_without_its_directory_is_unavailable()
    {
        await File.WriteAllTextAsync(Folder, "in the way");
        await using var media = new MemoryStream([1]);
        Assert.That(
            (await Store.SaveAsync(Id, media, Ct)).Error,
            Is.EqualTo(StorageErrors.Unavailable)
        );
    }

    [Test]
    public async Task Media_of_the_longest_id_can_be_stored()
    {
        var id = RecordingId.Parse(
            $"{new string('r', 200)}--{new string('e', 49)}--{new string('u', 49)}"
        );
        await using var media = new MemoryStream([1]);
        Assert.That((await Store.SaveAsync(id, media, Ct)).Error, Is.Null);
    }

    private async Task SaveAsync(string text)
    {
        await using var media = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.That((await Store.SaveAsync(Id, media, Ct)).Error, Is.Null);
    }

    private async Task<MediaFacts> FactsAsync()
    {
        await using var media = (await Store.OpenAsync(Id, known: null, Ct)).Value;
        return media.Facts;
    }

    private static async Task<string> ReadAsync(StoredMedia media, ByteRange range)
    {
        var stream = (await media.ReadAsync(range, Ct)).Value;
        var bytes = new byte[range.Length];
        await stream.ReadExactlyAsync(bytes, Ct);
        return Encoding.UTF8.GetString(bytes);
    }

    private sealed class FailingStream : MemoryStream
    {
        public override Task CopyToAsync(
            Stream destination,
            int bufferSize,
            CancellationToken cancellationToken
        )
        {
            destination.WriteByte(1);
            throw new IOException("The network is gone.");
        }
    }
}
