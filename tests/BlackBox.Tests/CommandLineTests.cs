using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>The command-line arguments of the server.</summary>
public sealed class CommandLineTests
{
    private TemporaryDirectory _data = null!;

    [SetUp]
    public void SetUp() => _data = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _data.Dispose();

    [TestCase("imprt")]
    [TestCase("import", "everything")]
    [TestCase("--urls", "http://127.0.0.1:0", "serve")]
    public async Task An_unknown_command_is_refused_with_the_list_of_commands(
        params string[] arguments
    )
    {
        var (exitCode, _, errors) = await RunAsync(arguments);

        Assert.That(exitCode, Is.EqualTo(1), errors);
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith(arguments[^1]).And.Contain("import"));
        Assert.That(Directory.EnumerateFileSystemEntries(_data.Path), Is.Empty);
    }

    [Test]
    public async Task A_setting_without_a_value_is_refused()
    {
        var (exitCode, _, errors) = await RunAsync("--hlep");

        Assert.That(exitCode, Is.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("--hlep"));
    }

    [Test]
    public async Task An_unknown_setting_is_refused_in_one_line()
    {
        var (exitCode, _, errors) = await RunAsync("--Nonsense:Key=hunter2");

        Assert.That(exitCode, Is.EqualTo(1), errors);
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("--Nonsense:Key").And.Not.Contain("hunter2"));
        Assert.That(Directory.EnumerateFileSystemEntries(_data.Path), Is.Empty);
    }

    [Test]
    public async Task Help_lists_the_commands()
    {
        var (exitCode, output, errors) = await RunAsync("--help");

        Assert.That(exitCode, Is.Zero, errors);
        Assert.That(output, Does.Contain("  import ").And.Contain("--Section:Key=value"));
        Assert.That(Directory.EnumerateFileSystemEntries(_data.Path), Is.Empty);
    }

    [Test]
    public async Task A_command_accepts_settings_and_does_not_start_the_server()
    {
        var elsewhere = Path.Combine(_data.Path, "elsewhere");

        var (exitCode, output, errors) = await RunAsync(
            ("MEET_DATA_DIR", ""),
            "import",
            $"--Storage:DataDirectory={elsewhere}",
            "--urls",
            "http://127.0.0.1:0"
        );

        Assert.That(exitCode, Is.Zero, errors);
        Assert.That(output, Does.Contain("import: 0 adopted"));
        Assert.That(File.Exists(Path.Combine(elsewhere, "meet.db")));
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(
        params string[] arguments
    ) => RunAsync(("MEET_DATA_DIR", _data.Path), arguments);

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        (string Name, string Value) setting,
        params string[] arguments
    )
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var process = ChildProcess.Start(
            "dotnet",
            [Path.Combine(Release.Path, "OpenViduMeet.WebApi.dll"), .. arguments],
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            setting
        );
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
