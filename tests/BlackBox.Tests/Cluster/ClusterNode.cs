using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>A published server that runs as one node of a cluster, always at the same address.</summary>
/// <param name="name">The name under which the node is known to the database, too.</param>
internal sealed class ClusterNode(
    string name,
    Uri address,
    (string Name, string Value)[] environment
) : IDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopBound = TimeSpan.FromMinutes(1);

    private const int MaxStarts = 3;

    private readonly TemporaryDirectory _data = new();
    private readonly StringBuilder _log = new();
    private Process? _process;

    public string Name => name;

    public Uri Address => address;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What the node has said since its first start.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>
    /// Starts the node and waits until it answers. A node that ends at its start is started again, as a service manager does: a start
    /// gives up if the database does not answer within 2 s.
    /// </summary>
    /// <param name="release">The directory of the published server; <see langword="null"/> for the usual one.</param>
    public async Task StartAsync(string? release = null)
    {
        for (var attempt = 1; !await TryStartAsync(release); attempt++)
            Assert.That(attempt, Is.LessThan(MaxStarts), $"{Name} ended at its start: {Log}");
    }

    /// <returns>Whether the node has started.</returns>
    private async Task<bool> TryStartAsync(string? release)
    {
        var program = Path.Combine(release ?? Release.Path, "OpenViduMeet.WebApi.dll");
        var process = ChildProcess.Start(
            "dotnet",
            [program],
            [
                .. environment,
                ("ASPNETCORE_URLS", Address.GetLeftPart(UriPartial.Authority)),
                ("MEET_DATA_DIR", _data.Path),
            ]
        );
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.HoldsAsync(
            async () =>
            {
                if (process.HasExited)
                    return true;
                try
                {
                    using var answer = await client.GetAsync("/meet/health");
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{Name} answers",
            StartBound
        );
        return !process.HasExited;
    }

    /// <summary>Stops the node gently (SIGTERM), and waits until it has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        var process = _process!;
        await SignalAsync("-TERM");
        using var bound = new CancellationTokenSource(StopBound);
        await process.WaitForExitAsync(bound.Token);
        _process = null;
        var exitCode = process.ExitCode;
        process.Dispose();
        return exitCode;
    }

    /// <summary>Kills the node (SIGKILL), and waits until it has ended.</summary>
    public void Kill()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Stops the node where it is (SIGSTOP). Its connections stay open, and nothing answers.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    /// <summary>Continues a paused node (SIGCONT).</summary>
    public Task ResumeAsync() => SignalAsync("-CONT");

    public void Dispose()
    {
        Kill();
        _data.Dispose();
    }

    private async Task SignalAsync(string signal) =>
        await ChildProcess.RunAsync(
            "kill",
            [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)],
            StopBound
        );

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.AppendLine(line);
    }
}
