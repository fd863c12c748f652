using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>A published server that runs as a process, on a free port and with an empty data directory.</summary>
internal sealed class PublishedServer : IDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory? _data;
    private readonly string _directory;
    private readonly (string Name, string Value)[] _environment;
    private Process _process;

    /// <param name="dataDirectory">A directory that the caller owns, or <see langword="null"/> for a new, empty one.</param>
    private PublishedServer(
        string directory,
        string environment,
        (string Name, string Value)[] settings,
        string? dataDirectory = null
    )
    {
        _data = dataDirectory is null ? new TemporaryDirectory() : null;
        DataDirectory = dataDirectory ?? _data!.Path;
        Url = $"http://localhost:{FreePort()}";
        _directory = directory;
        _environment =
        [
            ("ASPNETCORE_ENVIRONMENT", environment),
            (
                "SERVER_PORT",
                new Uri(Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ),
            ("MEET_DATA_DIR", DataDirectory),
            .. settings,
        ];
        _process = StartProcess();
    }

    public string Url { get; }

    public string DataDirectory { get; }

    /// <summary>Publishes a release of the server into a directory.</summary>
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

    /// <summary>Publishes the server as one program, with the publish profile, into a directory.</summary>
    /// <param name="runtime">Such as <c>linux-x64</c>.</param>
    public static Task PublishSingleFileAsync(string directory, string runtime) =>
        ChildProcess.RunAsync(
            "dotnet",
            [
                "publish",
                Checkout.File("src", "WebApi"),
                "-p:PublishProfile=SingleFile",
                "--runtime",
                runtime,
                "--output",
                directory,
                // Compiling ahead of time takes most of the time, and changes only how fast the server starts.
                "-p:PublishReadyToRun=false",
                // The lock files hold for this publish too.
                "-p:RestoreLockedMode=true",
            ],
            TimeSpan.FromMinutes(10)
        );

    /// <summary>Starts the server and waits until it answers.</summary>
    public static async Task<PublishedServer> StartAsync(
        string directory,
        params (string Name, string Value)[] settings
    )
    {
        var server = new PublishedServer(directory, "Development", settings);
        await server.WaitUntilItAnswersAsync();
        return server;
    }

    /// <summary>Starts the server with a data directory, and does not wait for it.</summary>
    public static PublishedServer Begin(
        string directory,
        string dataDirectory,
        params (string Name, string Value)[] settings
    ) => new(directory, "Development", settings, dataDirectory);

    /// <summary>Stops the process as a service manager does (SIGTERM), and waits until it has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return (await WaitForExitAsync()).ExitCode;
    }

    /// <param name="signal">The name of the signal, such as <c>TERM</c>.</param>
    public Task SignalAsync(string signal) =>
        ChildProcess.RunAsync(
            "kill",
            [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            StartBound
        );

    /// <summary>Waits until the process ends by itself.</summary>
    /// <returns>The exit code and what it said.</returns>
    public async Task<(int ExitCode, string Errors)> WaitForExitAsync()
    {
        using var bound = new CancellationTokenSource(StartBound);
        var output = _process.StandardOutput.ReadToEndAsync(bound.Token);
        var errors = _process.StandardError.ReadToEndAsync(bound.Token);
        await _process.WaitForExitAsync(bound.Token);
        await output;
        return (_process.ExitCode, await errors);
    }

    /// <summary>Kills the process (SIGKILL).</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Sends a signal, as a container engine does with SIGTERM, and measures how long it takes until the process ends.</summary>
    public async Task<(int ExitCode, TimeSpan Took, string Output)> StopAsync(string signal)
    {
        var started = TimeProvider.System.GetTimestamp();
        await SignalAsync(signal);
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = await _process.StandardOutput.ReadToEndAsync(bound.Token);
        await _process.WaitForExitAsync(bound.Token);
        return (_process.ExitCode, TimeProvider.System.GetElapsedTime(started), output);
    }

    /// <summary>Starts the server again, at the same address and with the same data.</summary>
    public Task StartAgainAsync()
    {
        _process = StartProcess();
        return WaitUntilItAnswersAsync();
    }

    /// <summary>Starts a server that is expected to refuse its settings.</summary>
    /// <returns>The exit code and what it said.</returns>
    public static async Task<(int ExitCode, string Errors)> StartExpectingFailureAsync(
        string directory,
        string environment,
        params (string Name, string Value)[] settings
    )
    {
        using var server = new PublishedServer(directory, environment, settings);
        return await server.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _data?.Dispose();
    }

    private Process StartProcess()
    {
        var assembly = Path.Combine(_directory, "OpenViduMeet.WebApi.dll");
        return File.Exists(assembly)
            ? ChildProcess.Start("dotnet", [assembly], _environment)
            : ChildProcess.Start(Path.ChangeExtension(assembly, null), [], _environment);
    }

    public async Task WaitUntilItAnswersAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Url) };
        using var bound = new CancellationTokenSource(StartBound);
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/meet/health", bound.Token);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), bound.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
