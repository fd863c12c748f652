using System.Diagnostics;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>Runs programs, each for a limited time.</summary>
internal static class ChildProcess
{
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> arguments,
        TimeSpan bound,
        params (string Name, string Value)[] environment
    )
    {
        using var process = Start(program, arguments, environment);
        using var timeout = new CancellationTokenSource(bound);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.That(process.ExitCode, Is.Zero, $"{program}: {await output}{await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public static Process Start(
        string program,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
