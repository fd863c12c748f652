using System.Diagnostics;
using NUnit.Framework;

namespace OpenViduMeet.TestSupport;

/// <summary>A script that runs until it is disposed of.</summary>
public sealed class RunningScript : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunningScript(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The line that the script printed when it was ready.</summary>
    public string FirstLine { get; private set; } = "";

    internal static async Task<RunningScript> WhenReadyAsync(Process process, TimeSpan bound)
    {
        var script = new RunningScript(process);
        try
        {
            using var timeout = new CancellationTokenSource(bound);
            var line = await process.StandardOutput.ReadLineAsync(timeout.Token);
            if (line is null)
                Assert.Fail($"The script ended before it was ready: {await script._errors}");

            script.FirstLine = line!;
            // The output is not used, but a full pipe would block the script.
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return script;
        }
        catch
        {
            await script.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
