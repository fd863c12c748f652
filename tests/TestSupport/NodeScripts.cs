using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace OpenViduMeet.TestSupport;

/// <summary>
/// A folder of scripts for Node.js. npm installs the packages that the scripts need on first use. Without Node.js a test that uses
/// them is skipped, or fails where CI requires it.
/// </summary>
public sealed class NodeScripts
{
    private static readonly TimeSpan InstallBound = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RunBound = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _folder;
    private readonly Lazy<Task<string?>> _whatIsMissing;

    /// <param name="path">The path of the folder from the checkout's root.</param>
    public NodeScripts(params string[] path)
    {
        _folder = Checkout.File(path);
        _whatIsMissing = new(InstallAsync);
    }

    private string LockFile => Path.Combine(_folder, "package-lock.json");

    /// <summary>
    /// A copy of the lock file that the packages were installed from. It shows whether the installation is complete and current.
    /// </summary>
    private string InstalledLockFile =>
        Path.Combine(_folder, "node_modules", ".installed-package-lock.json");

    /// <summary>Runs a script.</summary>
    /// <param name="input">The text of standard input.</param>
    public async Task<ScriptOutcome> RunAsync(
        string script,
        string input,
        params (string Name, string Value)[] environment
    )
    {
        await NeedPackagesAsync();
        return await RunProgramAsync("node", [script], RunBound, input, environment);
    }

    /// <summary>Reads a file of an installed package.</summary>
    /// <param name="path">The path below <c>node_modules</c>.</param>
    public async Task<string> ReadPackageFileAsync(params string[] path)
    {
        await NeedPackagesAsync();
        return await File.ReadAllTextAsync(Path.Combine([_folder, "node_modules", .. path]));
    }

    /// <summary>
    /// Starts a script that runs until it is disposed of. Waits until the script prints a line, which means that it is ready. The
    /// script must end when its standard input ends, so that it does not outlive a killed test process.
    /// </summary>
    public async Task<RunningScript> StartAsync(
        string script,
        params (string Name, string Value)[] environment
    )
    {
        await NeedPackagesAsync();
        var process = Process.Start(Describe("node", [script], environment))!;
        return await RunningScript.WhenReadyAsync(process, RunBound);
    }

    private async Task NeedPackagesAsync()
    {
        if (await _whatIsMissing.Value is { } missing)
            Needed.SkipOrFail(missing);
    }

    /// <returns>The reason why the scripts cannot run, or <see langword="null"/> if they can.</returns>
    private async Task<string?> InstallAsync()
    {
        try
        {
            await RunProgramAsync("node", ["--version"], RunBound);
            await using var alone = await OpenAloneAsync();
            if (await IsInstalledAsync())
                return null;

            string[] install =
            [
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ];
            var npm = await RunProgramAsync("npm", install, InstallBound);
            if (npm.ExitCode != 0)
                return $"npm could not install what package-lock.json names: {npm.Errors}";

            File.Copy(LockFile, InstalledLockFile, overwrite: true);
            return null;
        }
        catch (Win32Exception)
        {
            return "Node.js and npm are needed for this test, and are not on the PATH.";
        }
        catch (OperationCanceledException)
        {
            return $"npm did not install the packages within {InstallBound.TotalMinutes} minutes.";
        }
    }

    private async Task<bool> IsInstalledAsync() =>
        File.Exists(InstalledLockFile)
        && await File.ReadAllTextAsync(InstalledLockFile) == await File.ReadAllTextAsync(LockFile);

    /// <summary>
    /// Opens the lock of the installation. One test process installs the packages; the others wait and then use them.
    /// </summary>
    private async Task<FileStream> OpenAloneAsync()
    {
        var directory = Directory.CreateDirectory(Checkout.File("tests", "TestSupport", "obj"));
        var file = Path.Combine(directory.FullName, $"{Path.GetFileName(_folder)}.npm-lock");
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(
                    file,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
            }
            catch (IOException)
                when (TimeProvider.System.GetElapsedTime(started) < InstallBound + RunBound)
            {
                await Task.Delay(PollInterval);
            }
        }
    }

    private async Task<ScriptOutcome> RunProgramAsync(
        string program,
        string[] arguments,
        TimeSpan bound,
        string input = "",
        params (string Name, string Value)[] environment
    )
    {
        using var process = Process.Start(Describe(program, arguments, environment))!;
        using var timeout = new CancellationTokenSource(bound);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(timeout.Token);
            return new ScriptOutcome(
                process.ExitCode,
                (await output).TrimEnd(),
                (await errors).TrimEnd()
            );
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private ProcessStartInfo Describe(
        string program,
        string[] arguments,
        (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}

/// <param name="Output">The standard output, without the end of the last line.</param>
/// <param name="Errors">The standard error, without the end of the last line.</param>
public sealed record ScriptOutcome(int ExitCode, string Output, string Errors);
