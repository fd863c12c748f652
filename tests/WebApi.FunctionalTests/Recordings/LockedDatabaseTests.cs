using System.Net;
using Microsoft.Data.Sqlite;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

/// <summary>Another process, such as a backup, holds the write lock.</summary>
public sealed class LockedDatabaseTests
{
    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase(null, HttpStatusCode.OK)]
    [TestCase("bytes=0-9", HttpStatusCode.PartialContent)]
    public async Task A_recording_can_be_watched_while_the_database_is_locked(
        string? range,
        HttpStatusCode expected
    )
    {
        var (path, media) = await _meet.AddRecordingAsync(1000);
        await using var theirs = await LockAsync();

        // Much shorter than a statement waits for the lock.
        using var answer = await _admin
            .SendAsync(HttpMethod.Get, path, body: null, ("Range", range ?? ""))
            .WaitAsync(TimeSpan.FromSeconds(2));

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        Assert.That(
            await answer.Content.ReadAsByteArrayAsync(),
            Is.EqualTo(range is null ? media : media[..10])
        );
    }

    /// <summary>The clock stands still, so nothing that is known becomes too old.</summary>
    [Test]
    public async Task Ranges_after_the_first_need_no_statement_for_participants_and_links()
    {
        var room = await _meet.CreateRoomAsync();
        using var changed = await _admin.PutAsync(
            $"/meet/api/v1/rooms/{room.Name}",
            new
            {
                preferences = new
                {
                    recordingPreferences = new { allowAccessTo = "admin-moderator-publisher" },
                },
            }
        );
        var (path, media) = await _meet.AddRecordingAsync(new byte[1000], room.Name);
        var link = await _meet.AddLinkAsync(path.Split('/')[^2], code: "1234");
        using var publisher = await _meet.EnterAsync(room, "Bob", room.PublisherSecret);
        using var stranger = _meet.NewBrowser();
        (Browser Browser, string Path)[] viewers =
        [
            (publisher, path),
            (stranger, $"{link.Path}?code=1234"),
        ];
        foreach (var (browser, watched) in viewers)
            (await browser.GetAsync(watched)).EnsureSuccessStatusCode();

        foreach (var table in new[] { "Rooms", "Recordings", "RecordingLinks" })
            await ExecuteAsync($"ALTER TABLE \"{table}\" RENAME TO \"{table}Away\"");

        foreach (var (browser, watched) in viewers)
        {
            using var range = await browser.SendAsync(
                HttpMethod.Get,
                watched,
                body: null,
                ("Range", "bytes=10-19")
            );
            Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent), watched);
            Assert.That(await range.Content.ReadAsByteArrayAsync(), Is.EqualTo(media[10..20]));
        }
    }

    [Test]
    public async Task Read_operations_answer_while_the_database_is_locked()
    {
        var (path, _) = await _meet.AddRecordingAsync(1000);
        await using var theirs = await LockAsync();
        string[] reads =
        [
            path,
            "/meet/api/v1/recordings",
            "/meet/api/v1/rooms",
            "/meet/api/v1/rooms/demo",
            "/meet/api/v1/auth/profile",
            "/meet/api/v1/preferences/security",
            "/meet/api/v1/preferences/webhooks",
            "/meet/api/v1/preferences/appearance",
            "/meet/health",
        ];

        foreach (var read in reads)
        {
            using var answer = await _admin.GetAsync(read).WaitAsync(TimeSpan.FromSeconds(2));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), read);
        }
    }

    [Test]
    public async Task A_recording_that_cannot_be_deleted_while_the_database_is_locked_stays_whole()
    {
        var (path, media) = await _meet.AddRecordingAsync(1000);
        var id = path.Split('/')[^2];
        await using (var theirs = await LockAsync())
        {
            using var refused = await _admin.DeleteAsync($"/meet/api/v1/recordings/{id}");
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            await using var unlock = theirs.CreateCommand();
            unlock.CommandText = "ROLLBACK";
            await unlock.ExecuteNonQueryAsync();
        }

        using var played = await _admin.GetAsync(path);
        Assert.That(await played.Content.ReadAsByteArrayAsync(), Is.EqualTo(media));
        using var deleted = await _admin.DeleteAsync($"/meet/api/v1/recordings/{id}");
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        using var gone = await _admin.GetAsync(path);
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_meet.DataDirectory, "meet.db")}"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this file.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<SqliteConnection> LockAsync()
    {
        var theirs = new SqliteConnection(
            $"Data Source={Path.Combine(_meet.DataDirectory, "meet.db")}"
        );
        await theirs.OpenAsync();
        await using var command = theirs.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        return theirs;
    }
}
