using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Commands;

namespace OpenViduMeet.WebApi.FunctionalTests.Import;

/// <summary>Imports the folder of an OpenVidu Meet installation.</summary>
public sealed class ImportTests
{
    private const string RecordingId = "standup-abc--EG_old--XX445";
    private const int SomeNotAdopted = 2;

    private MeetApiFactory _meet = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _meet = new MeetApiFactory();
        await PutAsync("rooms/standup-abc/standup-abc.json", Room("standup-abc"));
        await PutAsync("rooms/expired-abc/expired-abc.json", Room("expired-abc", inDays: -1));
        await PutAsync("rooms/broken/broken.json", "{");
        await PutAsync("rooms/moved/moved.json", Room("elsewhere"));
        await PutAsync("rooms/bare/bare.json", """{"roomName":"bare"}""");
        await PutAsync("recordings/standup-abc/standup-abc--XX445.mp4", "media");
        await PutAsync(
            "recordings/.metadata/standup-abc/EG_old/XX445.json",
            Recording(RecordingId, "COMPLETE")
        );
        await PutAsync(
            "recordings/.metadata/standup-abc/EG_old/XX446.json",
            Recording("standup-abc--EG_old--XX446", "COMPLETE")
        );
        await PutAsync(
            "recordings/.metadata/standup-abc/EG_old/XX447.json",
            Recording("standup-abc--EG_old--XX447", "FAILED")
        );
        await PutAsync(
            "recordings/.metadata/standup-abc/EG_old/XX448.json",
            Recording("not an id", "COMPLETE")
        );
        await PutAsync(
            "recordings/.metadata/standup-abc/EG_old/XX449.json",
            Recording("standup-abc--EG_old--XX449", "DANCING")
        );
    }

    [TearDown]
    public async Task TearDownAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task Readable_documents_are_adopted_and_the_others_reported()
    {
        var (exitCode, lines) = await ImportAsync();

        Assert.That(exitCode, Is.EqualTo(SomeNotAdopted));
        Assert.That(
            lines,
            Is.EquivalentTo([
                "import: skipped rooms/expired-abc/expired-abc.json: the room has expired",
                "import: skipped rooms/broken/broken.json: it is not the JSON of such a document",
                "import: skipped rooms/moved/moved.json: its roomName is of another place",
                "import: skipped rooms/bare/bare.json: it has no creationDate or no expirationDate",
                "import: skipped recordings/.metadata/standup-abc/EG_old/XX446.json: no media: Recording not found",
                "import: skipped recordings/.metadata/standup-abc/EG_old/XX448.json: its recordingId is no recording id",
                "import: skipped recordings/.metadata/standup-abc/EG_old/XX449.json: its status is unknown",
                "import: 3 adopted, 1 known already, 1 skipped, 6 could not be adopted",
            ])
        );
    }

    [Test]
    public async Task When_every_usable_document_is_adopted_the_exit_code_is_0()
    {
        Directory.Delete(Path.Combine(_meet.DataDirectory, "openvidu-meet"), recursive: true);
        await PutAsync("rooms/standup-abc/standup-abc.json", Room("standup-abc"));
        await PutAsync("rooms/expired-abc/expired-abc.json", Room("expired-abc", inDays: -1));

        var (exitCode, lines) = await ImportAsync();

        Assert.That(exitCode, Is.Zero);
        Assert.That(
            lines[^1],
            Is.EqualTo("import: 1 adopted, 1 known already, 1 skipped, 0 could not be adopted")
        );
    }

    [Test]
    public async Task The_import_can_be_repeated()
    {
        await ImportAsync();
        var (exitCode, lines) = await ImportAsync();
        Assert.That(exitCode, Is.EqualTo(SomeNotAdopted));
        Assert.That(
            lines[^1],
            Is.EqualTo("import: 0 adopted, 4 known already, 1 skipped, 6 could not be adopted")
        );
    }

    [Test]
    public async Task Adopted_recordings_are_unchanged_and_can_be_watched()
    {
        await ImportAsync();
        using var admin = await _meet.SignInAsAdminAsync();

        using var asked = await admin.GetAsync($"/meet/api/v1/recordings/{RecordingId}");
        using var stream = await admin.GetAsync(
            $"/meet/internal-api/v1/recordings/{RecordingId}/stream"
        );

        var recording = await asked.ReadJsonAsync();
        Assert.That(recording.GetProperty("startDate").GetInt64(), Is.EqualTo(1764096000123));
        Assert.That(recording.GetProperty("endDate").GetInt64(), Is.EqualTo(1764099600123));
        Assert.That(recording.GetProperty("duration").GetDouble(), Is.EqualTo(3600.0005));
        Assert.That(recording.GetProperty("size").GetInt64(), Is.EqualTo(5));
        Assert.That(await stream.Content.ReadAsStringAsync(), Is.EqualTo("media"));
    }

    [Test]
    public async Task Adopted_rooms_keep_their_links_until_they_are_deleted()
    {
        await ImportAsync();
        var room = new TestRoom("standup-abc", "mod-secret", "pub-secret");
        using var alice = await _meet.EnterAsync(room, "Alice");
        using var bob = await _meet.EnterAsync(room, "Bob", room.PublisherSecret);
        using var admin = await _meet.SignInAsAdminAsync();

        using var deleted = await admin.DeleteAsync("/meet/api/v1/rooms/standup-abc");
        await ImportAsync();

        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var asked = await admin.GetAsync("/meet/api/v1/rooms/standup-abc");
        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public void A_command_that_fails_with_an_exception_leaves_the_database_in_one_file()
    {
        _ = _meet.Address;
        using var output = new BrokenPipe();

        Assert.That(
            () => ImportCommand.RunAsync(_meet.Services, output, CancellationToken.None),
            Throws.InstanceOf<IOException>()
        );

        var log = new FileInfo(Path.Combine(_meet.DataDirectory, "meet.db-wal"));
        Assert.That(log.Exists ? log.Length : 0, Is.Zero);
    }

    private async Task<(int ExitCode, string[] Lines)> ImportAsync()
    {
        _ = _meet.Address;
        using var output = new StringWriter();
        var exitCode = await ImportCommand.ImportAsync(
            _meet.Services,
            output,
            CancellationToken.None
        );
        return (
            exitCode,
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    private async Task PutAsync(string key, string content)
    {
        var path = Path.Combine(_meet.DataDirectory, "openvidu-meet", key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
    }

    /// <summary>The exact content of a real installation's folder, which our own code did not write.</summary>
    private string Room(string name, int inDays = 1)
    {
        var expires = _meet.Clock.GetUtcNow().AddDays(inDays).ToUnixTimeMilliseconds();
        return $$$"""
            {"roomName":"{{{name}}}","roomNamePrefix":"standup","creationDate":1764096000123.4568,"expirationDate":{{{expires}}}.25,"maxParticipants":20.0,"preferences":{"recordingPreferences":{"enabled":false},"chatPreferences":{"enabled":true},"virtualBackgroundPreferences":{"enabled":true}},"moderatorRoomUrl":"https://old.example.com/room/{{{name}}}?secret=mod-secret","publisherRoomUrl":"https://old.example.com/room/{{{name}}}?secret=pub-secret"}
            """;
    }

    /// <summary>The reader of the output has closed it.</summary>
    private sealed class BrokenPipe : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("Broken pipe");
    }

    /// <inheritdoc cref="Room"/>
    private static string Recording(string id, string status) =>
        $$"""
            {"recordingId":"{{id}}","roomId":"standup-abc","status":"{{status}}","filename":"standup-abc--XX445.mp4","startDate":1764096000123.4568,"endDate":1764099600123.9567,"duration":3600.0005,"size":1.0,"details":"End reason: StopEgress API"}
            """;
}
