using System.Text;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.ObjectStorage.S3;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>The list of a bucket's objects in an archive.</summary>
public sealed class S3MediaListTests
{
    private static readonly RecordingId Recording = RecordingId.Parse("daily-abc--EG_1--uid1");

    private readonly List<string> _lines = [];
    private TemporaryDirectory _files = null!;
    private S3Server _server = null!;
    private Installation _installation = null!;

    private static CancellationToken Ct => CancellationToken.None;

    private string Archive => Path.Combine(_files.Path, "meet.backup");

    [SetUp]
    public async Task StartAsync()
    {
        _files = new TemporaryDirectory();
        _lines.Clear();
        _server = await S3Server.StartAsync();
        _installation = await Installation.NewAsync(
            ("MEET_BLOB_STORAGE_MODE", "s3"),
            ("MEET_S3_SERVICE_ENDPOINT", _server.Endpoint.ToString()),
            ("MEET_S3_ACCESS_KEY", _server.AccessKey),
            ("MEET_S3_SECRET_KEY", _server.SecretKey),
            ("MEET_S3_BUCKET", $"meet-{Guid.NewGuid():N}")
        );
        await _installation.Get<S3ObjectStore>().EnsureExistsAsync(Ct);
        await SaveAsync("media");
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_installation is not null)
            await _installation.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _files.Dispose();
    }

    [TestCase(MediaScope.Listed)]
    [TestCase(MediaScope.Hashed)]
    public async Task A_bucket_with_the_same_objects_is_found_whole(MediaScope scope)
    {
        await BackUpAsync(scope);

        Assert.That(await VerifyAsync(scope), Is.True, string.Join('\n', _lines));
        using var archive = ArchiveReader.Open(Archive);
        var media = archive.ReadMediaAsync(archive.Manifest.Media!.Part, Ct);
        await foreach (var line in media)
            Assert.That(line.Sha256, scope == MediaScope.Hashed ? Is.Not.Null : Is.Null);
    }

    [TestCase(MediaScope.Listed, "has another entity tag")]
    [TestCase(MediaScope.Hashed, "has another content")]
    public async Task An_object_of_the_same_size_that_differs_is_named(
        MediaScope scope,
        string fault
    )
    {
        await BackUpAsync(scope);
        await SaveAsync("MEDIA");

        Assert.That(await VerifyAsync(scope), Is.False);
        Assert.That(_lines, Has.One.Contains(fault));
    }

    private Task BackUpAsync(MediaScope scope) =>
        _installation.Get<StateArchive>().BackUpAsync(Archive, scope, _lines.Add, Ct);

    private Task<bool> VerifyAsync(MediaScope scope) =>
        _installation.Get<StateArchive>().VerifyAsync(Archive, scope, _lines.Add, Ct);

    private async Task SaveAsync(string content)
    {
        using var media = new MemoryStream(Encoding.UTF8.GetBytes(content));
        var saved = await _installation.Get<IRecordingStore>().SaveAsync(Recording, media, Ct);
        Assert.That(saved.Error, Is.Null);
    }
}
