using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>A published server as a process of its own, on a free port and with an empty data directory.</summary>
internal sealed class PublishedServer : IDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _data = new();
    private readonly Process _process;

    private PublishedServer(
        string directory,
        string environment,
        (string Name, string Value)[] settings
    )
    {
        Url = $"http://localhost:{FreePort()}";
        _process = ChildProcess.Start(
            "dotnet",
            [Path.Combine(directory, "OpenViduMeet.WebApi.dll")],
            [
                ("ASPNETCORE_ENVIRONMENT", environment),
                (
                    "SERVER_PORT",
                    new Uri(Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)
                ),
                ("MEET_DATA_DIR", _data.Path),
                .. settings,
            ]
        );
    }

    public string Url { get; }

    /// <summary>Publishes the server, as a release, into a directory.</summary>
    public static Task PublishAsync(string directory) =>
        ChildProcess.RunAsync(
            "dotnet",
            [
                "publish",
                Checkout.File("src", "WebApi"),
                "--configuration",
                "Release",
                "--output",
                directory,
            ],
            TimeSpan.FromMinutes(5)
        );

    /// <summary>Starts the server and waits until it answers.</summary>
    public static async Task<PublishedServer> StartAsync(
        string directory,
        params (string Name, string Value)[] settings
    )
    {
        var server = new PublishedServer(directory, "Development", settings);
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var bound = new CancellationTokenSource(StartBound);
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/meet/health", bound.Token);
                answer.EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException) when (!server._process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), bound.Token);
            }
        }
    }

    /// <summary>Starts a server that is to refuse its settings.</summary>
    /// <returns>The exit code and what it said.</returns>
    public static async Task<(int ExitCode, string Errors)> StartInVainAsync(
        string directory,
        string environment,
        params (string Name, string Value)[] settings
    )
    {
        using var server = new PublishedServer(directory, environment, settings);
        using var bound = new CancellationTokenSource(StartBound);
        await server._process.WaitForExitAsync(bound.Token);
        var errors = await server._process.StandardError.ReadToEndAsync(bound.Token);
        return (server._process.ExitCode, errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _data.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
