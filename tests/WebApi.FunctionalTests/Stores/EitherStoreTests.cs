using System.Diagnostics;
using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.WebApi.FunctionalTests.Stores;

/// <summary>A viewer gets the same responses from every store.</summary>
[TestFixture(StoreKind.Files)]
[TestFixture(StoreKind.S3)]
public sealed class EitherStoreTests(StoreKind kind) : StoreTests(kind)
{
    private const int Size = 1024 * 1024;

    private readonly StoreKind _kind = kind;

    [Test]
    public async Task A_recording_is_sent_whole()
    {
        var (path, media) = await Meet.AddRecordingAsync(Size);
        using var answer = await GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(media));
    }

    [TestCase("0-0", 0, 1)]
    [TestCase("0-1023", 0, 1024)]
    [TestCase("1000-", 1000, Size - 1000)]
    [TestCase("-500", Size - 500, 500)]
    [TestCase("1048575-", Size - 1, 1)]
    [TestCase("1048000-9999999", 1048000, Size - 1048000)]
    public async Task A_range_has_exactly_the_requested_bytes(string range, int start, int length)
    {
        var (path, media) = await Meet.AddRecordingAsync(Size);

        using var answer = await GetAsync(path, range);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(
            answer.Content.Headers.ContentRange?.ToString(),
            Is.EqualTo($"bytes {start}-{start + length - 1}/{Size}")
        );
        Assert.That(
            await answer.Content.ReadAsByteArrayAsync(),
            Is.EqualTo(media.AsSpan(start, length).ToArray())
        );
    }

    [Test]
    public async Task The_headers_are_the_same_each_time()
    {
        var (path, _) = await Meet.AddRecordingAsync(Size);

        using var first = await GetAsync(path, "0-0");
        using var second = await GetAsync(path);
        using var head = await Admin.SendAsync(HttpMethod.Head, path);

        Assert.That(first.Headers.ETag, Is.Not.Null.And.Property("IsWeak").False);
        Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(head.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(
            head.Content.Headers.LastModified,
            Is.EqualTo(first.Content.Headers.LastModified).And.Not.Null
        );
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(Size));
    }

    [Test]
    public async Task A_replaced_recording_is_sent_in_its_current_state()
    {
        var (path, _) = await Meet.AddRecordingAsync(Size);
        using var before = await GetAsync(path, "0-9");
        var media = await Meet.ReplaceMediaAsync(path, Size + 1);

        using var answer = await GetAsync(path, "0-9");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(answer.Content.Headers.ContentRange?.Length, Is.EqualTo(Size + 1));
        Assert.That(answer.Headers.ETag, Is.Not.EqualTo(before.Headers.ETag));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(media[..10]));
    }

    [Test]
    public async Task A_deleted_recording_is_not_found()
    {
        var (path, _) = await Meet.AddRecordingAsync(Size);
        var id = path.Split('/')[^2];

        using var deleted = await Admin.DeleteAsync($"/meet/api/v1/recordings/{id}");
        using var asked = await GetAsync(path);

        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_interrupted_download_can_be_resumed_by_curl()
    {
        var (path, media) = await Meet.AddRecordingAsync(8 * Size);
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "recording.mp4");
        var url = new Uri(Meet.Address, path).AbsoluteUri;
        var cookie = $"{Browser.AccessCookie}={Admin.Cookie(Browser.AccessCookie)}";

        // Either the store breaks off, or the client leaves because `head` exits after its part.
        if (_kind == StoreKind.S3)
            Proxy.InjectFault(
                new ProxyFault.CutAfter(3 * Size),
                request => request.IsObjectRead,
                times: 1
            );
        await RunAsync("bash", "-c", $"curl -s -b '{cookie}' '{url}' | head -c {3 * Size} >{file}");
        var downloaded = new FileInfo(file).Length;
        var exitCode = await RunAsync("curl", "-s", "-b", cookie, "-o", file, "-C", "-", url);

        Assert.That(downloaded, Is.InRange(1, media.Length - 1), "The first download was cut");
        Assert.That(exitCode, Is.Zero);
        Assert.That(await File.ReadAllBytesAsync(file), Is.EqualTo(media));
    }

    [Test]
    public async Task A_thousand_clients_that_disconnect_early_leave_nothing_open()
    {
        const int clients = 1_000;
        var (path, media) = await Meet.AddRecordingAsync(4 * Size);
        var before = OpenMediaFiles();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, clients),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            (client, ct) => LeaveInTheMiddleAsync(path, (client * 7919) % media.Length, ct)
        );

        await Eventually.HoldsAsync(
            () => OpenMediaFiles() <= before && (Proxy?.OpenConnections ?? 0) == 0,
            "no file and no connection to the store is open"
        );
        using var answer = await GetAsync(path);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(media));
    }

    private async ValueTask LeaveInTheMiddleAsync(string path, int after, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = Meet.Address };
        client.DefaultRequestHeaders.Add(
            "Cookie",
            $"{Browser.AccessCookie}={Admin.Cookie(Browser.AccessCookie)}"
        );
        using var answer = await client.GetAsync(
            path,
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[16 * 1024];
        for (var read = 0; read < after; )
            read += await body.ReadAsync(buffer, ct);
    }

    /// <summary>Counts the media files that this process, which includes the server, has open.</summary>
    private static int OpenMediaFiles() =>
        Directory
            .EnumerateFiles("/proc/self/fd")
            .Count(link =>
                new FileInfo(link).LinkTarget?.Contains(".mp4", StringComparison.Ordinal) == true
            );

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
