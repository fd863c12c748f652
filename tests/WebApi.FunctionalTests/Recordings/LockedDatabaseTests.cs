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
