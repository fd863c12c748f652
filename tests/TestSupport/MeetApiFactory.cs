using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace OpenViduMeet.TestSupport;

/// <summary>
/// The whole server on a free loopback port, with an empty data directory and a clock that the test moves.
/// </summary>
public sealed class MeetApiFactory : WebApplicationFactory<Program>
{
    public const string ApiKey = "test-api-key-of-some-length";
    public const string LiveKitApiKey = "devkey";
    public const string LiveKitApiSecret = "secret";
    public const string MeetKey = "a-key-for-access-and-refresh-tokens-in-tests";

    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private const int PasswordIterations = 1000;

    private readonly Dictionary<string, string> _settings;
    private readonly TemporaryDirectory _data = new();
    private readonly Action<IServiceCollection>? _services;

    /// <param name="settings">Settings by the names of their environment variables.</param>
    /// <param name="services">Replaces services of the server, such as an adapter by a failing one.</param>
    public MeetApiFactory(
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null
    )
    {
        _settings = new(settings ?? new Dictionary<string, string>());
        _services = services;
        UseKestrel();
    }

    /// <summary>The server's clock. It stands still until the test moves it.</summary>
    public FakeTimeProvider Clock { get; } = new(Start);

    public string DataDirectory => _data.Path;

    /// <summary>The server's address. Starts the server if it does not run.</summary>
    public Uri Address
    {
        get
        {
            StartServer();
            var addresses = Services
                .GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!;
            return new Uri(addresses.Addresses.First());
        }
    }

    /// <summary>A browser without cookies.</summary>
    public Browser NewBrowser() => new(Address);

    public async Task<Browser> SignInAsync(string user)
    {
        var browser = NewBrowser();
        using var answer = await browser.PostAsync(
            "/meet/api/v1/auth/login",
            new { username = user, password = user }
        );
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>A browser with a participant token for a room, as a moderator unless another secret is given.</summary>
    public async Task<Browser> EnterAsync(
        TestRoom room,
        string participant = "Moderator",
        string? secret = null
    )
    {
        var browser = NewBrowser();
        using var answer = await browser.RequestTokenAsync(
            room,
            participant,
            secret ?? room.ModeratorSecret
        );
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    public Task<Browser> SignInAsAdminAsync() => SignInAsync("admin");

    public Task<Browser> SignInAsUserAsync() => SignInAsync("user");

    /// <summary>A new room that expires in a day, unless a number of days is given.</summary>
    public async Task<TestRoom> CreateRoomAsync(
        string prefix = "test",
        int? maxParticipants = null,
        bool recordingEnabled = true,
        int days = 1
    )
    {
        using var browser = NewBrowser().With("X-API-KEY", ApiKey);
        using var answer = await browser.PostAsync(
            "/meet/api/v1/rooms",
            new
            {
                expirationDate = Clock.GetUtcNow().AddDays(days).ToUnixTimeMilliseconds(),
                roomNamePrefix = prefix,
                maxParticipants,
                preferences = new { recordingPreferences = new { enabled = recordingEnabled } },
            }
        );
        answer.EnsureSuccessStatusCode();
        return TestRoom.From(await answer.ReadJsonAsync());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.UseSetting("MEET_DATA_DIR", _data.Path);
        builder.UseSetting("MEET_API_KEY", ApiKey);
        builder.UseSetting("MEET_JWT_KEY", MeetKey);
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
        var dataDirectory = _settings.GetValueOrDefault("MEET_DATA_DIR", _data.Path);
        if (DatabaseOfTests.UrlFor(dataDirectory) is { } url)
            builder.UseSetting("MEET_DATABASE_URL", url);
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            // Hashing passwords at the usual cost would take most of the start.
            services.Configure<PasswordHasherOptions>(hasher =>
                hasher.IterationCount = PasswordIterations
            );
            services.Configure<MvcOptions>(mvc => mvc.Filters.Add<RefuseUndocumentedErrors>());
            _services?.Invoke(services);
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _data.Dispose();
    }
}
