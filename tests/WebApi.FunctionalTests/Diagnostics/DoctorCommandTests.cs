using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenViduMeet.Application;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Commands;

namespace OpenViduMeet.WebApi.FunctionalTests.Diagnostics;

/// <summary>The doctor as a command, beside a running server and without one.</summary>
public sealed class DoctorCommandTests
{
    private ExaminedInstallation _installation = null!;
    private TemporaryDirectory _folder = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _installation = await ExaminedInstallation.NewAsync();
        _folder = new TemporaryDirectory();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _installation.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Beside_a_healthy_server_the_command_finds_nothing()
    {
        _installation.SendEvents();

        var (exitCode, output) = await RunBesideAsync();

        await TestContext.Out.WriteLineAsync(output);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("OK    livekit-webhooks: LiveKit's events arrive"));
        Assert.That(output, Does.Contain("failures: 0, warnings: 0").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task Events_that_the_server_refuses_are_seen_beside_it()
    {
        _installation.SendEvents(new("another-key", ExaminedInstallation.Secret));

        var (exitCode, output) = await RunBesideAsync();

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(
            output,
            Does.Contain("livekit-webhooks-refused: Set webhook.api_key")
                .And.Contain("its API key is not LIVEKIT_API_KEY")
        );
    }

    [Test]
    public async Task A_server_with_another_key_is_not_of_this_installation()
    {
        _ = _installation.Meet;
        _installation.LiveKit.Notify = _ => Task.CompletedTask;
        _installation.Settings["MEET_JWT_KEY"] = "another-key-than-that-of-the-server-0123456789";

        var (exitCode, output) = await RunBesideAsync();

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain("public-url-elsewhere").And.Contain("server-not-running"));
    }

    [TestCase("localhost:6080")]
    [TestCase("http://:70000;http://[")]
    public async Task Addresses_at_which_no_server_can_listen_are_skipped(string urls)
    {
        _ = _installation.Meet;
        _installation.LiveKit.Notify = _ => Task.CompletedTask;
        _installation.Settings["MEET_BASE_URL"] = "";

        var (exitCode, output) = await RunBesideAsync(urls);

        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("server-not-running").And.Not.Contain("check-failed"));
    }

    [Test]
    public async Task Without_a_server_and_data_nothing_is_created()
    {
        _installation.Settings["MEET_BASE_URL"] = "";
        var data = Path.Combine(_folder.Path, "data");

        var (exitCode, output) = await RunAsync(data);

        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("WARN  database: There is no database yet"));
        Assert.That(Directory.Exists(data), Is.False);
    }

    [Test]
    public async Task All_invalid_settings_are_named_at_once_and_the_rest_is_examined()
    {
        await _installation.LiveKit.StopAsync();
        _installation.Settings["MEET_LOG_LEVEL"] = "loud";
        _installation.Settings["MEET_BASE_URL"] = "ftp://hunter2";
        _installation.Settings["MEET_WEBHOOK_URL"] = "ftp://hunter2";

        var (exitCode, output) = await RunAsync(Path.Combine(_folder.Path, "data"));

        Assert.That(exitCode, Is.EqualTo(2), output);
        foreach (var name in new[] { "MEET_LOG_LEVEL", "MEET_BASE_URL", "MEET_WEBHOOK_URL" })
            Assert.That(output, Does.Contain($"FAIL  settings: {name} ("));
        Assert.That(output, Does.Contain("livekit-unreachable: Start LiveKit"));
        Assert.That(output, Does.Contain("not-examined: ").And.Not.Contain("hunter2"));
    }

    /// <summary>What surrounds use cases needs a database.</summary>
    [TestCase("MEET_DATABASE_URL", "hunter2")]
    [TestCase("MEET_DATABASE_URL_FILE", "/nonexistent/hunter2")]
    [TestCase("MEET_BLOB_STORAGE_MODE", "hunter2")]
    public async Task Invalid_settings_of_the_storage_are_named(string setting, string value)
    {
        _installation.Settings[setting] = value;

        var (exitCode, output) = await RunAsync(Path.Combine(_folder.Path, "data"));

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain($"FAIL  settings: {setting}"));
        Assert.That(output, Does.Contain("not-examined: ").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_damaged_key_is_named()
    {
        var keys = Directory.CreateDirectory(Path.Combine(_folder.Path, "keys"));
        await File.WriteAllTextAsync(Path.Combine(keys.FullName, "jwt.key"), "hunter2");
        _installation.Settings["MEET_BASE_URL"] = "";

        var (exitCode, output) = await RunAsync(_folder.Path);

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain("jwt-key-damaged: ").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_damaged_database_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "meet.db"), new string('x', 5000));
        _installation.Settings["MEET_BASE_URL"] = "";

        var (exitCode, output) = await RunAsync(_folder.Path);

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain("database-damaged: Restore"));
    }

    [Test]
    public async Task A_database_that_cannot_be_opened_is_named()
    {
        File.CreateSymbolicLink(
            Path.Combine(_folder.Path, "meet.db"),
            Path.Combine(_folder.Path, "not-mounted", "meet.db")
        );
        _installation.Settings["MEET_BASE_URL"] = "";

        var (exitCode, output) = await RunAsync(_folder.Path);

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(
            output,
            Does.Contain("database-not-writable: ").And.Not.Contain("Start PostgreSQL")
        );
    }

    [TestCase(true, "database-refused: Set MEET_DATABASE_URL")]
    [TestCase(false, "database-unreachable: Start PostgreSQL")]
    public async Task A_PostgreSQL_that_cannot_be_used_is_named(bool isRunning, string expected)
    {
        var url = isRunning
            ? $"{await (await PostgresServer.SharedAsync()).CreateDatabaseAsync()}-hunter2"
            : "postgres://meet:hunter2@127.0.0.1:9/meet";
        _installation.Settings["MEET_DATABASE_URL"] = url;
        _installation.Settings["MEET_JWT_KEY"] = MeetApiFactory.MeetKey;
        _installation.Settings["MEET_BASE_URL"] = "";

        var (exitCode, output) = await RunAsync(_folder.Path);

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain(expected).And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_data_directory_that_is_a_file_is_named()
    {
        var data = Path.Combine(_folder.Path, "data");
        await File.WriteAllTextAsync(data, "");
        _installation.Settings["MEET_BASE_URL"] = "";

        var (exitCode, output) = await RunAsync(data);

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain("data-directory-not-writable: Set MEET_DATA_DIR"));
    }

    private Task<(int ExitCode, string Output)> RunBesideAsync(string? urls = null)
    {
        var meet = _installation.Meet;
        _ = meet.Address;
        _installation.Settings.TryAdd("MEET_JWT_KEY", MeetApiFactory.MeetKey);
        return RunAsync(meet.DataDirectory, urls);
    }

    /// <summary>Runs the command as the program does, with the settings of the installation.</summary>
    private async Task<(int ExitCode, string Output)> RunAsync(string data, string? urls = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                EnvironmentName = Environments.Production,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(
                _installation.Settings.Select(setting =>
                    KeyValuePair.Create(setting.Key, (string?)setting.Value)
                )
            )
            {
                ["MEET_DATA_DIR"] = data,
                [WebHostDefaults.ServerUrlsKey] = urls ?? _installation.Url.ToString(),
            }
        );
        var settings = new MeetSettings(builder.Configuration, isDevelopment: false);
        builder.Services.AddApplication().AddInfrastructure(settings);
        builder.AddWebApi(settings);
        DoctorCommand.Prepare(builder);
        await using var app = builder.Build();
        await using var output = new StringWriter();
        var exitCode = await DoctorCommand.RunAsync(app.Services, output, CancellationToken.None);
        return (exitCode, output.ToString());
    }
}
