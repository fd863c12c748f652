using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Access;
using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

/// <summary>Watching a recording through a link.</summary>
public sealed class SharedRecordingTests
{
    private const string Api = "/meet/api/v1";
    private const int LargeSize = 32 * 1024 * 1024;

    private readonly CountingHasher _hasher = new();
    private LogLines _log = null!;
    private MeetApiFactory _meet = null!;
    private Browser _viewer = null!;
    private byte[] _media = null!;
    private string _recording = "";

    [SetUp]
    public async Task StartAsync()
    {
        _log = new LogLines();
        _meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["MEET_FAILURES_PER_MINUTE"] = "3",
                ["MEET_LOG_LEVEL"] = "debug",
            },
            services =>
                services
                    .AddSingleton<ILoggerProvider>(_log)
                    .AddSingleton<IPasswordHasher<User>>(_hasher)
        );
        _viewer = _meet.NewBrowser();
        (_recording, _media) = await AddRecordingAsync(1000);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _viewer.Dispose();
        await _meet.DisposeAsync();
        _log.Dispose();
    }

    [TestCase(null, HttpStatusCode.OK, 0, 1000)]
    [TestCase("bytes=0-99", HttpStatusCode.PartialContent, 0, 100)]
    [TestCase("bytes=900-", HttpStatusCode.PartialContent, 900, 1000)]
    [TestCase("bytes=-1", HttpStatusCode.PartialContent, 999, 1000)]
    public async Task A_link_opens_the_recording_without_an_account(
        string? range,
        HttpStatusCode status,
        int start,
        int end
    )
    {
        var link = await _meet.AddLinkAsync(_recording);

        using var answer = await GetAsync(link.Path, range is null ? [] : [("Range", range)]);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(_media[start..end]));
        Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo("video/mp4"));
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        ShouldBeKeptByNobody(answer);
    }

    [Test]
    public async Task The_conditions_of_the_stream_apply()
    {
        var link = await _meet.AddLinkAsync(_recording);
        using var head = await _viewer.SendAsync(HttpMethod.Head, link.Path);
        var tag = head.Headers.ETag!.ToString();
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(1000));
        ShouldBeKeptByNobody(head);

        (string Name, string Value, int Status)[] cases =
        [
            ("If-None-Match", tag, 304),
            ("If-Match", "\"other\"", 412),
            ("Range", "bytes=abc", 400),
            ("Range", "bytes=1000-", 416),
        ];
        foreach (var (name, value, status) in cases)
        {
            using var answer = await GetAsync(link.Path, (name, value));
            Assert.That((int)answer.StatusCode, Is.EqualTo(status), $"{name}: {value}");
            ShouldBeKeptByNobody(answer);
        }

        using var changed = await GetAsync(
            link.Path,
            ("Range", "bytes=0-1"),
            ("If-Range", "\"x\"")
        );
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("view", "", "inline")]
    [TestCase("view", "?download=true", "inline")]
    [TestCase("download", "", "inline")]
    [TestCase("download", "?download=true", "attachment")]
    public async Task Only_a_link_to_download_answers_a_download(
        string access,
        string query,
        string disposition
    )
    {
        var link = await _meet.AddLinkAsync(_recording, access: access);
        using var answer = await GetAsync(link.Path + query);
        Assert.That(
            answer.Content.Headers.ContentDisposition?.DispositionType,
            Is.EqualTo(disposition)
        );
    }

    [Test]
    public async Task A_link_that_does_not_exist_is_not_found_for_whatever_reason()
    {
        var expired = await _meet.AddLinkAsync(_recording, expiresInSeconds: 10);
        var revoked = await _meet.AddLinkAsync(_recording);
        var good = await _meet.AddLinkAsync(_recording);
        var (deletedRecording, _) = await AddRecordingAsync(10);
        var ofDeleted = await _meet.AddLinkAsync(deletedRecording);
        // Watched before, so that they are cached.
        foreach (var link in new[] { expired, revoked, good, ofDeleted })
            Assert.That(await StatusAsync(link.Path), Is.EqualTo(200));

        _meet.Clock.Advance(TimeSpan.FromSeconds(10));
        await RevokeAsync(_recording, revoked);
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        (await key.DeleteAsync($"{Api}/recordings/{deletedRecording}")).EnsureSuccessStatusCode();

        string[] paths =
        [
            expired.Path,
            revoked.Path,
            ofDeleted.Path,
            $"{Api}/shared-recordings/nonsense",
            $"{good.Path}x",
            good.Path[..^1],
            good.Path[..^1] + (good.Path[^1] == 'a' ? 'b' : 'a'),
            good.Path.Replace(good.Id, revoked.Id, StringComparison.Ordinal),
        ];
        foreach (var path in paths)
        {
            using var answer = await GetAsync(path);
            using var head = await _viewer.SendAsync(HttpMethod.Head, path);
            await answer.ShouldBeErrorAsync(
                HttpStatusCode.NotFound,
                "The link does not exist",
                "Recording Error"
            );
            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            ShouldBeKeptByNobody(answer);
        }

        Assert.That(await StatusAsync(good.Path), Is.EqualTo(200));
    }

    [Test]
    public async Task A_code_is_given_in_the_query_or_in_a_header()
    {
        var link = await _meet.AddLinkAsync(_recording, code: "violet otter");

        using var without = await GetAsync(link.Path);
        using var wrong = await GetAsync($"{link.Path}?code=Violet%20otter");
        using var inQuery = await GetAsync($"{link.Path}?code=violet%20otter");
        using var inHeader = await GetAsync(link.Path, ("X-Link-Code", "violet otter"));

        await without.ShouldBeErrorAsync(HttpStatusCode.Forbidden, "The link needs a code");
        await wrong.ShouldBeErrorAsync(HttpStatusCode.Forbidden, "The code is wrong");
        Assert.That(inQuery.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(inHeader.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_code_is_hashed_once_for_many_ranges_and_again_after_a_minute()
    {
        var link = await _meet.AddLinkAsync(_recording, code: "1234");
        var path = $"{link.Path}?code=1234";
        var before = _hasher.Verifications;

        for (var range = 0; range < 20; range++)
            Assert.That(await StatusAsync(path), Is.EqualTo(200));
        Assert.That(_hasher.Verifications - before, Is.EqualTo(1));

        _meet.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await StatusAsync(path), Is.EqualTo(200));
        Assert.That(_hasher.Verifications - before, Is.EqualTo(2));
    }

    [Test]
    public async Task Wrong_codes_are_limited_for_each_link_and_client()
    {
        var link = await _meet.AddLinkAsync(_recording, code: "1234");
        var other = await _meet.AddLinkAsync(_recording, code: "1234");
        for (var guess = 0; guess < 3; guess++)
            Assert.That(await StatusAsync($"{link.Path}?code=000{guess}"), Is.EqualTo(403));

        using var refused = await GetAsync($"{link.Path}?code=1234");
        using var elsewhere = new Browser(_meet.Address, from: "127.0.0.9");
        using var ofAnother = await elsewhere.GetAsync($"{link.Path}?code=1234");

        await refused.ShouldBeErrorAsync(HttpStatusCode.TooManyRequests, "Too many requests");
        Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
        Assert.That(ofAnother.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync($"{other.Path}?code=1234"), Is.EqualTo(200));
        _meet.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await StatusAsync($"{link.Path}?code=1234"), Is.EqualTo(200));
    }

    [Test]
    public async Task A_revoked_link_ends_its_running_streams_and_no_others()
    {
        var (recording, _) = await AddRecordingAsync(LargeSize);
        var link = await _meet.AddLinkAsync(recording);
        var kept = await _meet.AddLinkAsync(recording);
        using var viewer = await WatchAsync(link);
        using var other = await WatchAsync(kept);

        await RevokeAsync(recording, link);

        await StreamsShouldBeAsync(1);
        Assert.That(await viewer.CountUntilClosedAsync(), Is.LessThan(LargeSize - 100_000));
        Assert.That(await other.CountUntilClosedAsync(), Is.GreaterThan(LargeSize - 100_000));
    }

    [Test]
    public async Task A_link_revoked_for_another_recording_ends_no_stream()
    {
        var (recording, _) = await AddRecordingAsync(LargeSize);
        var (other, _) = await AddRecordingAsync(100);
        var link = await _meet.AddLinkAsync(recording);
        using var viewer = await WatchAsync(link);
        await StreamsShouldBeAsync(1);

        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var revoked = await key.DeleteAsync($"{Api}/recordings/{other}/links/{link.Id}");
        using var still = await GetAsync(link.Path, ("Range", "bytes=0-0"));

        Assert.That(revoked.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((int)still.StatusCode, Is.EqualTo(206));
        await StreamsShouldBeAsync(1);
    }

    /// <summary>A node can end between the removal of a link and its message to the others.</summary>
    [Test]
    public async Task A_link_that_is_gone_from_the_database_ends_its_running_streams_within_a_second()
    {
        var (recording, _) = await AddRecordingAsync(LargeSize);
        var link = await _meet.AddLinkAsync(recording);
        using var viewer = await WatchAsync(link);
        await StreamsShouldBeAsync(1);
        await using (
            var database = new SqliteConnection(
                $"Data Source={Path.Combine(_meet.DataDirectory, "meet.db")}"
            )
        )
        {
            await database.OpenAsync();
            await using var removal = database.CreateCommand();
            removal.CommandText = "DELETE FROM \"RecordingLinks\"";
            await removal.ExecuteNonQueryAsync();
        }

        _meet.Clock.Advance(TimeSpan.FromSeconds(1));

        await StreamsShouldBeAsync(0);
    }

    [Test]
    public async Task An_expired_link_ends_its_running_streams()
    {
        var (recording, _) = await AddRecordingAsync(LargeSize);
        using var viewer = await WatchAsync(
            await _meet.AddLinkAsync(recording, expiresInSeconds: 600)
        );
        _meet.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.That(_meet.Services.GetRequiredService<SendingMemory>().Streams, Is.EqualTo(1));

        _meet.Clock.Advance(TimeSpan.FromSeconds(1));

        await StreamsShouldBeAsync(0);
        Assert.That(await viewer.CountUntilClosedAsync(), Is.LessThan(LargeSize - 100_000));
    }

    [Test]
    public async Task A_deleted_recording_ends_the_streams_of_its_links()
    {
        var (recording, _) = await AddRecordingAsync(LargeSize);
        using var viewer = await WatchAsync(await _meet.AddLinkAsync(recording));
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        (await key.DeleteAsync($"{Api}/recordings/{recording}")).EnsureSuccessStatusCode();

        await StreamsShouldBeAsync(0);
        Assert.That(await viewer.CountUntilClosedAsync(), Is.LessThan(LargeSize - 100_000));
    }

    [Test]
    public async Task A_link_revoked_on_another_node_ends_its_running_streams()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var nodes = new TwoNodes(("MEET_DATABASE_URL", database));
        var (path, _) = await nodes.Here.AddRecordingAsync(LargeSize);
        var recording = path.Split('/')[^2];
        var link = await nodes.Here.AddLinkAsync(recording);
        using var viewer = await WatchAsync(nodes.There, link);
        using var key = nodes.Here.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        var revokedAt = TimeProvider.System.GetTimestamp();
        (await key.DeleteAsync($"{Api}/recordings/{recording}/links/{link.Id}")).Dispose();

        await Eventually.HoldsAsync(
            () => nodes.There.Services.GetRequiredService<SendingMemory>().Streams == 0,
            "the stream on the other node has ended"
        );
        await TestContext.Out.WriteLineAsync(
            $"Ended after {TimeProvider.System.GetElapsedTime(revokedAt).TotalMilliseconds:0} ms"
        );
        Assert.That(await viewer.CountUntilClosedAsync(), Is.LessThan(LargeSize - 100_000));
    }

    [Test]
    public async Task Neither_the_url_nor_the_code_is_logged()
    {
        var link = await _meet.AddLinkAsync(_recording, code: "very-secret-code");
        await StatusAsync($"{link.Path}?code=very-secret-code");
        await StatusAsync($"{link.Path}?code=very-secret-guess");
        await StatusAsync($"{link.Path}?code=very-secret-code&download=perhaps");
        await StatusAsync($"{link.Path}?code=very-secret-code&code=very-secret-code");
        using var put = await _viewer.PutAsync($"{link.Path}?code=very-secret-code");
        await RevokeAsync(_recording, link);
        await StatusAsync($"{link.Path}?code=very-secret-code");

        var secret = link.Path.Split('-')[^1];
        Assert.That(_log.Text, Does.Contain(link.Id));
        Assert.That(_log.Text, Does.Not.Contain(secret));
        Assert.That(_log.Text, Does.Not.Contain("very-secret"));
    }

    [Test]
    public async Task The_server_keeps_neither_the_secret_nor_the_code()
    {
        var link = await _meet.AddLinkAsync(_recording, code: "very-secret-code");
        await StatusAsync($"{link.Path}?code=very-secret-code");

        await using var scope = _meet.Services.CreateAsyncScope();
        var kept = await scope
            .ServiceProvider.GetRequiredService<IRecordingLinkRepository>()
            .ListAsync(RecordingId.Parse(_recording), CancellationToken.None);
        var (secretHash, codeHash) = (kept.Single().SecretHash, kept.Single().CodeHash);
        Assert.That(secretHash, Has.Length.EqualTo(64).And.Not.Contains(link.Path.Split('-')[^1]));
        Assert.That(codeHash, Is.Not.Null.And.Not.Contains("very-secret-code"));
        Assert.That(
            kept.Single().ToString(),
            Does.Not.Contain(secretHash).And.Not.Contain(codeHash)
        );
    }

    private static void ShouldBeKeptByNobody(HttpResponseMessage answer)
    {
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store, private"));
        Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
        Assert.That(answer.Headers.GetValues("X-Accel-Buffering"), Is.EqualTo(["no"]));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
    }

    private Task<HttpResponseMessage> GetAsync(
        string path,
        params (string Name, string Value)[] headers
    ) => _viewer.SendAsync(HttpMethod.Get, path, null, headers);

    private async Task<int> StatusAsync(string path)
    {
        using var answer = await GetAsync(path);
        return (int)answer.StatusCode;
    }

    private async Task RevokeAsync(string recording, TestLink link)
    {
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var revoked = await key.DeleteAsync($"{Api}/recordings/{recording}/links/{link.Id}");
        Assert.That(revoked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private Task StreamsShouldBeAsync(int count) =>
        Eventually.HoldsAsync(
            () => _meet.Services.GetRequiredService<SendingMemory>().Streams == count,
            $"{count} streams go on"
        );

    private Task<RawConnection> WatchAsync(TestLink link) => WatchAsync(_meet, link);

    /// <summary>A viewer who has read the response header, and whose small buffer holds up the rest.</summary>
    private static async Task<RawConnection> WatchAsync(MeetApiFactory meet, TestLink link)
    {
        var viewer = await RawConnection.OpenAsync(meet.Address, receiveBuffer: 16 * 1024);
        await viewer.SendAsync(
            $"GET {link.Path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );
        Assert.That(await viewer.ReadUntilAsync("\r\n\r\n"), Does.StartWith("HTTP/1.1 200"));
        return viewer;
    }

    private async Task<(string Recording, byte[] Media)> AddRecordingAsync(int size)
    {
        var (path, media) = await _meet.AddRecordingAsync(RandomNumberGenerator.GetBytes(size));
        return (path.Split('/')[^2], media);
    }

    /// <summary>The real hasher, with few iterations. It counts the codes that it verifies.</summary>
    private sealed class CountingHasher()
        : PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }))
    {
        private int _verifications;

        public int Verifications => _verifications;

        public override PasswordVerificationResult VerifyHashedPassword(
            User user,
            string hashedPassword,
            string providedPassword
        )
        {
            Interlocked.Increment(ref _verifications);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
