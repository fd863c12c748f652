using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.TestSupport;

/// <summary>A server on a free loopback port that a test can stop and start again.</summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private WebApplication? _app;
    private int _port;

    protected Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Listens again on the same port, with the same state.</summary>
    public async Task StartAgainAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, _port, Configure)
        );
        _app = builder.Build();
        Configure(_app);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    /// <summary>Refuses connections from now on.</summary>
    public async Task StopAsync()
    {
        if (_app is null)
            return;
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Configures how requests are answered.</summary>
    protected abstract void Configure(WebApplication app);

    protected virtual void Configure(ListenOptions listener) { }
}
