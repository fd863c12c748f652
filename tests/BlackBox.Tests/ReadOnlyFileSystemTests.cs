using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>The server as in its image: as user 1001, who may write to the data directory and to /tmp and nothing else.</summary>
public sealed class ReadOnlyFileSystemTests
{
    /// <summary>
    /// Makes every mounted file system read-only for this process and its children, and gives them a /tmp of their own. The release and
    /// the data directory, which lie in /tmp, are mounted again at other places first.
    /// </summary>
    private const string Confined = """
        set -eu
        mount --make-rprivate /
        mount -t tmpfs tmpfs /mnt
        mkdir /mnt/app /mnt/data
        chmod 0755 "$1"
        mount --bind "$1" /mnt/app
        mount --bind "$2" /mnt/data
        chown 1001:0 /mnt/data
        mount -t tmpfs -o mode=1777 tmpfs /tmp
        for point in $(awk '{ print $2 }' /proc/self/mounts | sort -u); do
          case $point in
            /mnt/data | /tmp | /proc | /proc/* | /dev | /dev/* | /sys | /sys/*) ;;
            *) mount -o remount,bind,ro "$point" 2>/dev/null || true ;;
          esac
        done
        cd /mnt/app
        exec setpriv --reuid=1001 --regid=0 --clear-groups --no-new-privs --bounding-set=-all "$3" OpenViduMeet.WebApi.dll
        """;

    [Test]
    public async Task The_server_runs_as_another_user_and_writes_to_its_data_directory_only()
    {
        if (!await CanUnshareAsync())
            Needed.SkipOrFail("Only root can make file systems read-only for a process");

        using var data = new TemporaryDirectory();
        var port = FreePort.Find();
        using var server = ChildProcess.Start(
            "unshare",
            [
                "--mount",
                "--",
                "bash",
                "-c",
                Confined,
                "confined",
                Release.Path,
                data.Path,
                DotNet(),
            ],
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("MEET_DATA_DIR", "/mnt/data"),
            ("SERVER_PORT", $"{port}"),
            ("HOME", "/nonexistent"),
            ("MEET_LOG_LEVEL", "warn")
        );
        try
        {
            using var browser = new Browser(new Uri($"http://localhost:{port}"));
            await Eventually.HoldsAsync(
                () => IsReadyAsync(browser, server),
                "the server is ready",
                TimeSpan.FromSeconds(60)
            );
            using var signedIn = await browser.PostAsync(
                "/meet/api/v1/auth/login",
                new { username = "admin", password = "admin" }
            );
            Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            using var created = await browser.PostAsync(
                "/meet/api/v1/rooms",
                new { expirationDate = 4102444800000 }
            );
            Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            using var recording = await browser.GetAsync(
                "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream"
            );
            Assert.That(recording.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(File.Exists(Path.Combine(data.Path, "meet.db")));
        }
        finally
        {
            if (!server.HasExited)
                server.Kill(entireProcessTree: true);
        }
    }

    private static async Task<bool> IsReadyAsync(Browser browser, System.Diagnostics.Process server)
    {
        if (server.HasExited)
            Assert.Fail(
                await server.StandardOutput.ReadToEndAsync()
                    + await server.StandardError.ReadToEndAsync()
            );
        try
        {
            using var answer = await browser.GetAsync("/meet/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<bool> CanUnshareAsync()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var tried = ChildProcess.Start("unshare", ["--mount", "--", "true"]);
        await tried.WaitForExitAsync(CancellationToken.None);
        return tried.ExitCode == 0;
    }

    /// <summary>The path of the program, since the user's own PATH may not lead to it.</summary>
    private static string DotNet() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath!;
}
