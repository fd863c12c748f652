using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>The commands that back up and restore, as processes beside a running server.</summary>
public sealed class BackupCommandTests
{
    private const string Profile = "/meet/api/v1/auth/profile";

    private TemporaryDirectory _files = null!;

    private string Archive => Path.Combine(_files.Path, "meet.backup");

    private string Elsewhere => Path.Combine(_files.Path, "elsewhere");

    [SetUp]
    public void SetUp() => _files = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _files.Dispose();

    [Test]
    public async Task A_running_server_is_backed_up_and_its_sessions_go_on_elsewhere()
    {
        string token;
        using (var server = await PublishedServer.StartAsync(Release.Path))
        {
            using var browser = new Browser(new Uri(server.Url));
            using var signedIn = await browser.PostAsync(
                "/meet/api/v1/auth/login",
                new { username = "admin", password = "admin" }
            );
            token = browser.Cookie(Browser.AccessCookie, "/")!;

            var backup = await RunAsync(server.DataDirectory, "backup", Archive);
            var verify = await RunAsync(server.DataDirectory, "verify", Archive);
            var beside = await RunAsync(server.DataDirectory, "restore", Archive, "--replace");
            var again = await RunAsync(server.DataDirectory, "backup", Archive);

            Assert.That(backup.ExitCode, Is.Zero, backup.Output);
            Assert.That(verify.ExitCode, Is.Zero, verify.Output);
            Assert.That(beside.ExitCode, Is.EqualTo(1));
            Assert.That(beside.Output, Does.Contain("is in use: stop the server first"));
            Assert.That(again.ExitCode, Is.EqualTo(1));
            Assert.That(again.Output, Does.Contain("exists already"));
        }

        var restored = await RunAsync(Elsewhere, "restore", Archive);
        Assert.That(restored.ExitCode, Is.Zero, restored.Output);
        // The media was not copied.
        Assert.That((await RunAsync(Elsewhere, "verify", Archive)).ExitCode, Is.EqualTo(2));

        using var other = PublishedServer.Begin(Release.Path, Elsewhere);
        await other.WaitUntilItAnswersAsync();
        using var client = new Browser(new Uri(other.Url)).With("Authorization", $"Bearer {token}");
        using var profile = await client.GetAsync(Profile);
        Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>The store takes connections, and answers nothing.</summary>
    [Test]
    public async Task A_backup_that_is_stopped_leaves_nothing()
    {
        await RunAsync(Elsewhere, "migrate");
        using var store = new TcpListener(IPAddress.Loopback, 0);
        store.Start();
        using var backup = Begin(
            Elsewhere,
            ["backup", Archive],
            ("MEET_BLOB_STORAGE_MODE", "s3"),
            ("MEET_S3_SERVICE_ENDPOINT", $"http://{store.LocalEndpoint}"),
            ("MEET_S3_ACCESS_KEY", "access"),
            ("MEET_S3_SECRET_KEY", "secret")
        );
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var asked = await store.AcceptTcpClientAsync(bound.Token);
        Assert.That(Directory.GetFiles(_files.Path, "*.partial"), Has.Length.EqualTo(1));

        await ChildProcess.RunAsync(
            "kill",
            ["-TERM", backup.Id.ToString(CultureInfo.InvariantCulture)],
            TimeSpan.FromSeconds(10)
        );
        var (exitCode, output) = await EndAsync(backup);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Is.EqualTo("backup was stopped before it was done\n"));
        Assert.That(Directory.GetFiles(_files.Path), Is.Empty);
    }

    [Test]
    public async Task A_migration_is_shown_before_it_is_applied()
    {
        var dry = await RunAsync(Elsewhere, "migrate", "--dry-run");
        Assert.That(dry.ExitCode, Is.Zero, dry.Output);
        Assert.That(
            dry.Output,
            Does.Contain("CREATE TABLE \"Rooms\"").And.Contain("nothing was changed")
        );
        Assert.That(Directory.Exists(Elsewhere), Is.False);

        await RunAsync(Elsewhere, "migrate");
        dry = await RunAsync(Elsewhere, "migrate", "--dry-run");
        Assert.That(dry.Output, Does.Contain("migrate: the database is up to date"));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string dataDirectory,
        params string[] arguments
    )
    {
        using var process = Begin(dataDirectory, arguments);
        return await EndAsync(process);
    }

    private static Process Begin(
        string dataDirectory,
        string[] arguments,
        params (string Name, string Value)[] settings
    ) =>
        ChildProcess.Start(
            "dotnet",
            [Path.Combine(Release.Path, "OpenViduMeet.WebApi.dll"), .. arguments],
            [
                ("ASPNETCORE_ENVIRONMENT", "Development"),
                ("MEET_DATA_DIR", dataDirectory),
                .. settings,
            ]
        );

    private static async Task<(int ExitCode, string Output)> EndAsync(Process process)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = process.StandardOutput.ReadToEndAsync(bound.Token);
        var errors = process.StandardError.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        return (process.ExitCode, await output + await errors);
    }
}
