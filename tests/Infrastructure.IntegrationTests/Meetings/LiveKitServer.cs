using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Meetings;

/// <summary>A LiveKit server to test against: the double, or the real server that the environment names.</summary>
internal sealed class LiveKitServer : IAsyncDisposable
{
    public const string UrlVariable = "LIVEKIT_TEST_URL";

    /// <summary>LiveKit without Redis answers every egress call with 500.</summary>
    public const string NeedsRedis =
        "a real LiveKit to test against needs Redis (`redis` in its configuration)";

    private readonly TemporaryDirectory _data = new();
    private readonly LiveKitDouble? _double;

    private LiveKitServer(LiveKitDouble? standIn, string url, string key, string secret)
    {
        _double = standIn;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["MEET_DATA_DIR"] = _data.Path,
                    ["LIVEKIT_URL"] = url,
                    ["LIVEKIT_API_KEY"] = key,
                    ["LIVEKIT_API_SECRET"] = secret,
                    ["MEET_NAME_ID"] = "contract-tests",
                }
            )
            .Build();
        Services = new ServiceCollection()
            .AddLogging()
            .AddInfrastructure(new MeetSettings(configuration, isDevelopment: true))
            .BuildServiceProvider();
    }

    public ServiceProvider Services { get; }

    /// <summary>The double, for what a real server cannot be told to do.</summary>
    public LiveKitDouble Double =>
        _double ?? throw new InvalidOperationException("The server is a real one.");

    /// <param name="url">
    /// Returns the URL that the adapters use, such as a proxy's; <see langword="null"/> for the double's own URL.
    /// </param>
    public static async Task<LiveKitServer> StandInAsync(Func<Uri, Task<Uri>>? url = null)
    {
        var liveKit = await LiveKitDouble.StartAsync();
        var reached = url is null ? liveKit.Url : await url(liveKit.Url);
        return new LiveKitServer(
            liveKit,
            reached.ToString(),
            MeetApiFactory.LiveKitApiKey,
            MeetApiFactory.LiveKitApiSecret
        );
    }

    /// <summary>Returns the real server; skips the test if the environment names none.</summary>
    public static LiveKitServer Real()
    {
        var url = Environment.GetEnvironmentVariable(UrlVariable);
        if (url is null)
            Assert.Ignore($"{UrlVariable} is not set: {NeedsRedis}");
        return new LiveKitServer(
            null,
            url,
            Environment.GetEnvironmentVariable("LIVEKIT_TEST_KEY") ?? "devkey",
            Environment.GetEnvironmentVariable("LIVEKIT_TEST_SECRET") ?? "secret"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_double is not null)
            await _double.DisposeAsync();
        _data.Dispose();
    }
}
