using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.WebApi.FunctionalTests.Diagnostics;

/// <summary>A healthy installation in Production: a server, LiveKit, and files or S3. A test plants a fault in it.</summary>
public sealed class ExaminedInstallation : IAsyncDisposable
{
    public const string Secret = "hunter2-of-this-installation-0123456789";

    private readonly Action<IServiceCollection>? _services;
    private readonly Socket _listener = new(
        AddressFamily.InterNetwork,
        SocketType.Stream,
        ProtocolType.Tcp
    );
    private readonly string _bucket = $"meet-{Guid.NewGuid():N}";
    private MeetApiFactory? _meet;
    private S3Server? _s3;
    private LiveKitWebhooks? _webhooks;

    private ExaminedInstallation(LiveKitDouble liveKit, Action<IServiceCollection>? services)
    {
        LiveKit = liveKit;
        _services = services;
        // The port is taken now, since the settings name it, and listens when the server starts.
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Url = new Uri($"http://{_listener.LocalEndPoint}");
        Settings = new Dictionary<string, string>
        {
            [WebHostDefaults.EnvironmentKey] = "Production",
            [WebHostDefaults.ServerUrlsKey] = Url.ToString(),
            ["MEET_BASE_URL"] = Url.ToString(),
            ["MEET_LOG_LEVEL"] = "error",
            ["MEET_API_KEY"] = MeetApiFactory.ApiKey,
            ["MEET_SECRET"] = Secret,
            ["MEET_ADMIN_SECRET"] = Secret,
            ["MEET_DRAIN_DELAY"] = "0",
            ["LIVEKIT_URL"] = liveKit.Url.ToString(),
            ["LIVEKIT_API_KEY"] = Key,
            ["LIVEKIT_API_SECRET"] = Secret,
        };
    }

    public const string Key = "installation";

    public LiveKitDouble LiveKit { get; }

    /// <summary>The proxy in front of S3.</summary>
    public FaultProxy S3 { get; private set; } = null!;

    public Uri Url { get; }

    /// <summary>The settings. Changes count until the server is started.</summary>
    public IDictionary<string, string> Settings { get; }

    public MeetApiFactory Meet => _meet ??= StartServer();

    public static async Task<ExaminedInstallation> NewAsync(
        Action<IServiceCollection>? services = null
    ) => new(await LiveKitDouble.StartAsync(Key, Secret), services);

    /// <summary>Keeps recordings in a bucket.</summary>
    public async Task UseS3Async()
    {
        _s3 = await S3Server.StartAsync();
        S3 = await FaultProxy.StartAsync(_s3.Endpoint);
        Settings["MEET_BLOB_STORAGE_MODE"] = "s3";
        Settings["MEET_S3_SERVICE_ENDPOINT"] = S3.Address.ToString();
        Settings["MEET_S3_ACCESS_KEY"] = _s3.AccessKey;
        Settings["MEET_S3_SECRET_KEY"] = _s3.SecretKey;
        Settings["MEET_S3_BUCKET"] = _bucket;
    }

    /// <summary>Lets LiveKit send its events to the server.</summary>
    /// <param name="signedWith">The key pair that signs them; <see langword="null"/> for the installation's.</param>
    public void SendEvents(LiveKitCredentials? signedWith = null)
    {
        _webhooks = new LiveKitWebhooks(Meet.Address, TimeProvider.System);
        var credentials = signedWith ?? new LiveKitCredentials(Key, Secret);
        LiveKit.Notify = async happened =>
        {
            var text = happened.ToJsonString();
            (
                await _webhooks.SendAsync(text, _webhooks.Authorize(text, credentials: credentials))
            ).Dispose();
        };
    }

    public Browser NewBrowser() => Meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

    /// <summary>Lets the server examine the installation.</summary>
    /// <returns>The ids of the faults, and the whole answer.</returns>
    public async Task<(IReadOnlyList<string> Faults, string Text)> ExamineAsync(
        params (string Name, string Value)[] headers
    )
    {
        if (LiveKit.Notify is null && _webhooks is null)
            SendEvents();
        using var browser = NewBrowser();
        using var answer = await browser.SendAsync(
            HttpMethod.Get,
            "/meet/api/v1/doctor",
            null,
            headers
        );
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        var examination = await answer.ReadJsonAsync();
        return (
            [
                .. examination
                    .GetProperty("checks")
                    .EnumerateArray()
                    .SelectMany(check => check.GetProperty("findings").EnumerateArray())
                    .Select(finding => finding.GetProperty("id").GetString()!),
            ],
            examination.GetRawText()
        );
    }

    public async ValueTask DisposeAsync()
    {
        _webhooks?.Dispose();
        _listener.Dispose();
        if (_meet is not null)
            await _meet.DisposeAsync();
        await LiveKit.DisposeAsync();
        if (S3 is not null)
            await S3.DisposeAsync();
        if (_s3 is not null)
            await _s3.DisposeAsync();
    }

    private MeetApiFactory StartServer()
    {
        var meet = new MeetApiFactory(
            new Dictionary<string, string>(Settings),
            services =>
            {
                // Clocks are compared.
                services.Replace(ServiceDescriptor.Singleton(TimeProvider.System));
                // A busy machine is no fault of the installation.
                services.Replace(
                    ServiceDescriptor.Singleton(new ExaminationTime(TimeSpan.FromSeconds(25)))
                );
                services.Configure<SocketTransportOptions>(transport =>
                    transport.CreateBoundListenSocket = _ => _listener
                );
                _services?.Invoke(services);
            }
        );
        _ = meet.Address;
        return meet;
    }
}
