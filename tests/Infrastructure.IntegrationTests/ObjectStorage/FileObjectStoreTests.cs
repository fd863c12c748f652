using System.Text;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.ObjectStorage;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.ObjectStorage;

public sealed class FileObjectStoreTests : InstallationTests
{
    private const string Key = "a/b/c.txt";

    private IObjectStore Objects => Installation.Get<IObjectStore>();

    private string Folder => Installation.Get<StorageOptions>().BucketDirectory;

    private string[] Files =>
        Directory.Exists(Folder)
            ? Directory.GetFiles(
                Folder,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = default }
            )
            : [];

    [Test]
    public async Task A_write_replaces_the_previous_object()
    {
        Assert.That((await WriteAsync(Key, "longer before")).Error, Is.Null);
        Assert.That((await WriteAsync(Key, "after")).Error, Is.Null);

        Assert.That(await ReadAsync(Key), Is.EqualTo("after"));
        Assert.That(Files, Is.EqualTo([PathOf(Key)]));
    }

    [Test]
    public async Task A_failed_write_leaves_the_previous_object()
    {
        await WriteAsync(Key, "before");
        await using var failing = new HalfStream(() => throw new IOException("gone"));

        var result = await Objects.WriteAsync(Key, failing, Ct);

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(await ReadAsync(Key), Is.EqualTo("before"));
        Assert.That(Files, Is.EqualTo([PathOf(Key)]));
    }

    [Test]
    public async Task A_cancelled_write_leaves_nothing()
    {
        using var leaving = new CancellationTokenSource();
        await using var half = new HalfStream(leaving.Cancel);

        Assert.That(
            () => Objects.WriteAsync(Key, half, leaving.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Assert.That(Files, Is.Empty);
    }

    [Test]
    public async Task A_write_that_cannot_be_moved_into_place_leaves_nothing()
    {
        Directory.CreateDirectory(PathOf(Key));

        var result = await WriteAsync(Key, "content");

        Assert.That(result.Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(Files, Is.Empty);
    }

    [Test]
    public async Task Deleting_can_be_repeated_and_removes_nothing_else()
    {
        await WriteAsync(Key, "content");
        await WriteAsync("a/b/d.txt", "other");

        Assert.That((await Objects.DeleteAsync(Key, Ct)).Error, Is.Null);
        Assert.That((await Objects.DeleteAsync(Key, Ct)).Error, Is.Null);

        Assert.That((await OpenAsync(Key)).Error, Is.EqualTo(StorageErrors.NotFound));
        Assert.That(await ReadAsync("a/b/d.txt"), Is.EqualTo("other"));
    }

    [Test]
    public async Task A_missing_object_is_not_found_and_its_deletion_succeeds()
    {
        Assert.That((await OpenAsync(Key)).Error, Is.EqualTo(StorageErrors.NotFound));
        Assert.That((await Objects.DeleteAsync(Key, Ct)).Error, Is.Null);
    }

    [Test]
    public async Task A_folder_in_the_place_of_an_object_is_unavailable()
    {
        Directory.CreateDirectory(PathOf(Key));

        Assert.That((await OpenAsync(Key)).Error, Is.InstanceOf<UnreadableObject>());
        Assert.That(
            (await Objects.DeleteAsync(Key, Ct)).Error,
            Is.EqualTo(StorageErrors.Unavailable)
        );
    }

    [Test]
    public async Task All_objects_with_a_prefix_are_listed_including_hidden_folders()
    {
        string[] keys = ["a/.hidden/b/c.json", "a/.d", "a/e.json", "a/f/g/h/i"];
        foreach (var key in keys.Append("ab/c").Append("b/a/c"))
            await WriteAsync(key, "content");

        Assert.That(await ListAsync("a/"), Is.EquivalentTo(keys));
        Assert.That(await ListAsync("a/.hidden/"), Is.EqualTo(keys[..1]));
    }

    [Test]
    public async Task A_prefix_without_objects_lists_nothing()
    {
        Assert.That(await ListAsync("a/"), Is.Empty);
        Directory.CreateDirectory(PathOf("a/b"));
        Assert.That(await ListAsync("a/"), Is.Empty);
    }

    [Test]
    public async Task An_unreadable_object_is_unavailable()
    {
        await WriteAsync(Key, "content");
        using var locked = Lock(PathOf(Key));

        var error = (await OpenAsync(Key)).Error as UnreadableObject;

        Assert.That(error?.Kind, Is.EqualTo(ErrorKind.Unavailable));
        Assert.That(error!.Reason, Does.Contain("permission"));
    }

    [Test]
    public async Task A_folder_that_cannot_be_written_is_unavailable()
    {
        await WriteAsync(Key, "content");
        using var locked = Lock(PathOf("a/b"));

        Assert.That((await WriteAsync(Key, "other")).Error, Is.EqualTo(StorageErrors.Unavailable));
        Assert.That(
            (await Objects.DeleteAsync(Key, Ct)).Error,
            Is.EqualTo(StorageErrors.Unavailable)
        );
    }

    [TestCase("a/", "a")]
    [TestCase("a/b/", "a/b")]
    [TestCase("a/", "")]
    public async Task An_unreadable_folder_is_reported_and_not_treated_as_empty(
        string named,
        string folder
    )
    {
        await WriteAsync(Key, "content");
        if (folder == "a/b")
            await WriteAsync("a/d.txt", "content");
        using var locked = Lock(PathOf(folder));

        var listed = await ListAllAsync("a/");

        var unreadable = listed.Single(entry => entry.Outcome.IsFailure);
        Assert.That(unreadable.Key, Is.EqualTo(named));
        Assert.That(FaultOf(unreadable), Does.Contain("permission"));
        Assert.That(
            listed.Where(entry => !entry.Outcome.IsFailure).Select(entry => entry.Key),
            Is.EqualTo(folder == "a/b" ? ["a/d.txt"] : (string[])[])
        );
    }

    [Test]
    public async Task A_link_to_a_parent_folder_does_not_recurse_without_end()
    {
        await WriteAsync(Key, "content");
        Directory.CreateSymbolicLink(PathOf("a/loop"), PathOf("a"));

        var listed = await ListAllAsync("a/");

        Assert.That(listed.Select(entry => FaultOf(entry) ?? ""), Has.Some.Contains("too deep"));
        Assert.That(listed.Select(entry => entry.Key), Does.Contain(Key));
    }

    [Test]
    public async Task Written_files_are_readable_by_the_group_and_not_by_others()
    {
        if (OperatingSystem.IsWindows())
            throw new IgnoreException("Windows has no Unix file modes.");
        await WriteAsync(Key, "content");

        const UnixFileMode Others =
            UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (var path in new[] { PathOf(Key), PathOf("a/b"), PathOf("a") })
        {
            var mode = File.GetUnixFileMode(path);
            Assert.That(mode & Others, Is.EqualTo(UnixFileMode.None), path);
            Assert.That(mode & UnixFileMode.GroupRead, Is.EqualTo(UnixFileMode.GroupRead), path);
        }
    }

    private static string? FaultOf(ListedObject listed) =>
        (listed.Outcome.Error as UnreadableObject)?.Reason;

    private string PathOf(string key) => Path.Combine(Folder, key);

    private async Task<Result> WriteAsync(string key, string text)
    {
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await Objects.WriteAsync(key, content, Ct);
    }

    private async Task<Result<StoredMedia>> OpenAsync(string key) =>
        await Objects.OpenAsync(key, known: null, Ct);

    private async Task<string> ReadAsync(string key)
    {
        await using var blob = (await OpenAsync(key)).Value;
        var content = await blob.ReadAsync(new ByteRange(0, blob.Facts.Size - 1), Ct);
        using var reader = new StreamReader(content.Value);
        return await reader.ReadToEndAsync(Ct);
    }

    private async Task<List<string>> ListAsync(string prefix)
    {
        var listed = await ListAllAsync(prefix);
        Assert.That(listed.Select(entry => entry.Outcome.Error), Is.All.Null);
        return [.. listed.Select(entry => entry.Key)];
    }

    private async Task<List<ListedObject>> ListAllAsync(string prefix) =>
        await Objects.ListAsync(prefix, Ct).ToListAsync(Ct);

    /// <summary>Removes all permissions of a file or folder until the result is disposed of.</summary>
    private static Unlocking Lock(string path)
    {
        if (Environment.IsPrivilegedProcess)
            Assert.Ignore("A privileged user can open any file.");
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        var mode = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, UnixFileMode.None);
        return new Unlocking(path, mode);
    }

    private sealed record Unlocking(string Path, UnixFileMode Mode) : IDisposable
    {
        public void Dispose()
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path, Mode);
        }
    }

    /// <summary>Content that calls an action after its first half.</summary>
    private sealed class HalfStream(Action halfWay) : MemoryStream([1, 2, 3, 4])
    {
        public override async Task CopyToAsync(
            Stream destination,
            int bufferSize,
            CancellationToken cancellationToken
        )
        {
            await destination.WriteAsync(new byte[] { 1, 2 }, cancellationToken);
            halfWay();
            await destination.WriteAsync(new byte[] { 3, 4 }, cancellationToken);
        }
    }
}
