using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenViduMeet.Infrastructure.Health;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.Health;

/// <summary>The health endpoints. The states are public, and the reasons are for administrators.</summary>
public sealed class HealthTests
{
    private const string Alive = "/meet/health";
    private const string Ready = "/meet/health/ready";
    private static readonly string IsAlive =
        $$"""{"status":"ok","version":"{{ServerVersion.Text}}"}""";
    private const string PrivateUrl = "http://livekit.internal:7880/";

    [Test]
    public async Task Liveness_is_public_and_reveals_the_version_only()
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        Assert.That(await ReadAsync(browser, Alive), Is.EqualTo((200, IsAlive)));
    }

    [TestCase(Alive)]
    [TestCase(Ready)]
    public async Task HEAD_returns_the_status_without_a_body(string path)
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser();
        using var answer = await browser.SendAsync(HttpMethod.Head, path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
    }

    [Test]
    public async Task Readiness_is_public_and_reveals_nothing_else()
    {
        await using var meet = new MeetApiFactory();
        var room = await meet.CreateRoomAsync();
        using var anybody = meet.NewBrowser();
        using var wrongKey = meet.NewBrowser().With("X-API-KEY", "not-the-key-of-this-server");
        using var user = await meet.SignInAsUserAsync();
        using var moderator = await meet.EnterAsync(room);

        foreach (var browser in new[] { anybody, wrongKey, user, moderator })
            Assert.That(
                await ReadAsync(browser, Ready),
                Is.EqualTo((200, """{"status":"ready"}"""))
            );
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Administrators_see_the_dependencies(bool byKey)
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = "ws://livekit.example.com",
                ["LIVEKIT_URL_PRIVATE"] = PrivateUrl,
            }
        );
        using var admin = byKey
            ? meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey)
            : await meet.SignInAsAdminAsync();

        var (status, body) = await ReadAsync(admin, Ready);

        using var details = JsonDocument.Parse(body);
        var root = details.RootElement;
        Assert.That(status, Is.EqualTo(200));
        Assert.That(root.GetProperty("status").GetString(), Is.EqualTo("degraded"));
        Assert.That(root.GetProperty("meetingServer").GetString(), Does.Contain(PrivateUrl));
        Assert.That(
            root.GetProperty("dependencies")
                .EnumerateArray()
                .Select(dependency =>
                    (
                        dependency.GetProperty("purpose").GetString(),
                        dependency.GetProperty("description").GetString(),
                        dependency.GetProperty("answers").GetBoolean()
                    )
                ),
            Is.EquivalentTo([
                ("Meeting server", "LiveKit at ws://livekit.example.com", false),
                ("Database", "SQLite", true),
                ("Recordings", "Files in the data directory", true),
            ])
        );
        Assert.That(root.GetProperty("events").GetProperty("waiting").GetInt32(), Is.Zero);
        Assert.That(root.GetProperty("events").GetProperty("parked").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Without_LiveKit_the_server_is_degraded_until_LiveKit_is_back()
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["LIVEKIT_URL"] = liveKit.Url.ToString() }
        );
        using var browser = meet.NewBrowser();
        Assert.That(await ReadAsync(browser, Ready), Is.EqualTo((200, """{"status":"ready"}""")));

        await liveKit.StopAsync();
        meet.Clock.Advance(DependencyHealthChecks.Lifetime);
        Assert.That(
            await ReadAsync(browser, Ready),
            Is.EqualTo((200, """{"status":"degraded"}"""))
        );

        await liveKit.StartAgainAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                meet.Clock.Advance(DependencyHealthChecks.Lifetime);
                return await ReadAsync(browser, Ready) == (200, """{"status":"ready"}""");
            },
            "it is ready again"
        );
    }

    [Test]
    public async Task Without_the_store_the_server_is_degraded()
    {
        await using var meet = new MeetApiFactory(services: services =>
            services
                .AddHealthChecks()
                .AddCheck("A store that is gone", () => HealthCheckResult.Degraded())
        );
        using var browser = meet.NewBrowser();

        Assert.That(
            await ReadAsync(browser, Ready),
            Is.EqualTo((200, """{"status":"degraded"}"""))
        );
    }

    [Test]
    public async Task Without_the_database_the_server_is_alive_and_not_ready()
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser();
        using var admin = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        await BreakDatabaseAsync(meet);

        Assert.That(
            await ReadAsync(browser, Ready),
            Is.EqualTo((503, """{"status":"unavailable"}"""))
        );
        Assert.That(await ReadAsync(browser, Alive), Is.EqualTo((200, IsAlive)));

        var (status, body) = await ReadAsync(admin, Ready);
        using var details = JsonDocument.Parse(body);
        Assert.That(status, Is.EqualTo(503));
        Assert.That(
            details
                .RootElement.GetProperty("dependencies")
                .EnumerateArray()
                .Where(dependency => !dependency.GetProperty("answers").GetBoolean())
                .Select(dependency => dependency.GetProperty("purpose").GetString()),
            Is.EqualTo(["Database"])
        );
        Assert.That(
            details.RootElement.TryGetProperty("events", out _),
            Is.False,
            "They cannot be counted"
        );
    }

    [Test]
    public async Task A_server_that_has_not_started_or_is_stopping_is_alive_and_not_ready()
    {
        var watcher = new LifeWatcher();
        await using var meet = new MeetApiFactory(services: services =>
            services.AddHostedService(provider =>
            {
                watcher.Services = provider;
                return watcher;
            })
        );
        using var browser = meet.NewBrowser();
        watcher.Address = meet.Address;
        Assert.That(await ReadAsync(browser, Ready), Is.EqualTo((200, """{"status":"ready"}""")));

        meet.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await watcher.Stopped.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(watcher.WhileStarting, Is.EqualTo((503, """{"status":"unavailable"}""")));
        Assert.That(watcher.WhileStopping, Is.EqualTo((503, """{"status":"unavailable"}""")));
        Assert.That(watcher.AliveWhileStopping, Is.EqualTo((200, IsAlive)));
    }

    [Test]
    public async Task A_database_that_cannot_be_written_makes_the_server_unready()
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser();
        Assert.That(await ReadAsync(browser, Ready), Is.EqualTo((200, """{"status":"ready"}""")));

        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(meet.DataDirectory, "meet.db")}"
        );
        await connection.OpenAsync();
        await using (connection.BeginTransaction(deferred: false))
        {
            meet.Clock.Advance(DependencyHealthChecks.Lifetime);
            Assert.That(
                await ReadAsync(browser, Ready),
                Is.EqualTo((503, """{"status":"unavailable"}"""))
            );
        }

        meet.Clock.Advance(DependencyHealthChecks.Lifetime);
        await Eventually.HoldsAsync(
            async () =>
            {
                meet.Clock.Advance(DependencyHealthChecks.Lifetime);
                return await ReadAsync(browser, Ready) == (200, """{"status":"ready"}""");
            },
            "it is ready again"
        );
    }

    [Test]
    public async Task A_key_for_diagnostics_sees_the_state_latency_cause_and_version()
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["LIVEKIT_URL"] = "ws://127.0.0.1:9" }
        );
        using var admin = await meet.SignInAsAdminAsync();
        using var created = await admin.PostAsync(
            "/meet/api/v1/api-keys",
            new { name = "Monitoring", scopes = new[] { "diagnostics" } }
        );
        using var browser = meet.NewBrowser()
            .With("X-API-KEY", (await created.ReadJsonAsync()).GetProperty("key").GetString()!);

        var (_, body) = await ReadAsync(browser, Ready);

        using var details = JsonDocument.Parse(body);
        var dependencies = details
            .RootElement.GetProperty("dependencies")
            .EnumerateArray()
            .ToDictionary(dependency => dependency.GetProperty("purpose").GetString()!);
        Assert.That(
            dependencies["Meeting server"].GetProperty("state").GetString(),
            Is.EqualTo("degraded")
        );
        Assert.That(
            dependencies["Meeting server"].GetProperty("cause").GetString(),
            Does.Contain("does not answer")
        );
        Assert.That(dependencies["Database"].GetProperty("state").GetString(), Is.EqualTo("ready"));
        Assert.That(dependencies["Database"].GetProperty("version").GetString(), Is.Not.Empty);
        Assert.That(
            dependencies["Database"].GetProperty("latency").GetInt64(),
            Is.GreaterThanOrEqualTo(0)
        );
        Assert.That(dependencies["Database"].TryGetProperty("cause", out _), Is.False);
    }

    [TestCase("POST", Alive, 405)]
    [TestCase("GET", "/meet/health/more", 404)]
    public async Task An_unknown_health_path_or_method_is_refused_without_a_body(
        string method,
        string path,
        int status
    )
    {
        await using var meet = new MeetApiFactory();
        using var browser = meet.NewBrowser();
        using var answer = await browser.SendAsync(HttpMethod.Parse(method), path);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.Empty);
    }

    private static async Task<(int Status, string Body)> ReadAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task BreakDatabaseAsync(MeetApiFactory meet)
    {
        _ = meet.Address;
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(meet.DataDirectory, "meet.db")};Default Timeout=30"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE Rooms RENAME TO Gone";
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Sends a request while the server listens but has not started, and another while it is stopping and still listens.</summary>
    private sealed class LifeWatcher : IHostedLifecycleService
    {
        private readonly TaskCompletionSource _stopped = new();

        public IServiceProvider? Services { get; set; }

        public Uri? Address { get; set; }

        public (int, string) WhileStarting { get; private set; }

        public (int, string) WhileStopping { get; private set; }

        public (int, string) AliveWhileStopping { get; private set; }

        public Task Stopped => _stopped.Task;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StartedAsync(CancellationToken cancellationToken)
        {
            var addresses = Services!
                .GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!;
            using var browser = new Browser(new Uri(addresses.Addresses.First()));
            WhileStarting = await ReadAsync(browser, Ready);
        }

        public async Task StoppingAsync(CancellationToken cancellationToken)
        {
            // The factory stops the server again.
            if (_stopped.Task.IsCompleted)
                return;

            using var browser = new Browser(Address!);
            WhileStopping = await ReadAsync(browser, Ready);
            AliveWhileStopping = await ReadAsync(browser, Alive);
            _stopped.SetResult();
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
