using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using NUnit.Framework;

namespace OpenViduMeet.TestSupport;

/// <summary>
/// A real PostgreSQL. Tests that only need databases share one server (<see cref="SharedAsync"/>). Tests that stop or pause it
/// start their own (<see cref="StartAsync"/>). Without PostgreSQL the test is skipped, or fails where CI requires it.
/// </summary>
/// <remarks>
/// The server's files are in a temporary directory, and it listens on 127.0.0.1 only. PostgreSQL refuses to run as root, so that
/// a test run as root starts it as the user <c>postgres</c>. A guardian process ends the server and deletes the directory when
/// the test process has ended, however it ended.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Role = "meet";

    /// <summary>Holds characters that a URL must escape.</summary>
    private const string Password = "p@ss/w+rd %";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartSharedAsync);

    private readonly Installation? _installation;
    private readonly Uri _administration;
    private Process? _process;

    /// <summary>A server that somebody else started.</summary>
    private PostgresServer(Uri address) => _administration = address;

    /// <summary>A server of our own, which does not run yet.</summary>
    private PostgresServer(Installation installation)
    {
        _installation = installation;
        _administration = AddressOf(installation.Port, Role);
    }

    /// <summary>The port on which the server listens.</summary>
    public int Port => _administration.Port;

    /// <summary>
    /// The server that all tests of this process share: the one that <c>POSTGRES_TEST_URL</c> names
    /// (<c>postgres://user:password@host:port/name</c>, a user who may create databases), or one that is started on first use.
    /// It must not be stopped or paused.
    /// </summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>Starts a server that belongs to one test.</summary>
    /// <param name="durable">
    /// <see langword="true"/> if the server writes to the disk as in production. <see langword="false"/> is faster: what was
    /// committed survives the end of the server's processes, but not the end of the machine, and an immediate stop may lose it.
    /// </param>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        var binaries = FindBinaries();
        if (binaries is null)
        {
            Needed.SkipOrFail("PostgreSQL is not installed (tests/prepare installs it)");
            throw new InvalidOperationException("This line is not reached.");
        }

        var server = new PostgresServer(await Installation.BeginAsync(binaries));
        try
        {
            await server.Own.InitializeAsync(durable);
            await server.StartProcessAsync("postgres");
            await server.CreateRoleAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of Npgsql for a URL of the form <c>postgres://user:password@host:port/name?sslmode=…</c>.</summary>
    public static string ConnectionStringOf(string url)
    {
        var address = new Uri(url);
        var user = address.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.IsDefaultPort ? 5432 : address.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
            // Without it Npgsql first looks for Kerberos, and complains if the machine has none.
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        const string sslMode = "?sslmode=";
        if (address.Query.StartsWith(sslMode, StringComparison.Ordinal))
        {
            var mode = address.Query[sslMode.Length..].Replace("-", "", StringComparison.Ordinal);
            settings.SslMode = Enum.Parse<SslMode>(mode, ignoreCase: true);
        }

        return settings.ConnectionString;
    }

    /// <summary>Creates a database with a random name.</summary>
    /// <param name="template">The URL of a database to copy, to which nobody is connected; <see langword="null"/> for an empty one.</param>
    /// <returns>Its URL, as in <c>MEET_DATABASE_URL</c>. Its owner is a user who is not a superuser.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = "test_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var copied = template is null ? "template1" : NameOf(template);
        await ExecuteAsync(_administration, $"CREATE DATABASE {name} TEMPLATE {copied}");
        return new UriBuilder(_administration) { Path = name }
            .Uri
            .AbsoluteUri;
    }

    /// <summary>Deletes a database and cuts the connections to it. An empty database takes about 8 MB.</summary>
    public async Task DropDatabaseAsync(string url)
    {
        await using (var connection = new NpgsqlConnection(ConnectionStringOf(url)))
            NpgsqlConnection.ClearPool(connection);
        var name = NameOf(url);
        // The server's own workers, autovacuum's for instance, may only be cut by a superuser.
        var superuser = _installation is null ? _administration : AddressOf(Port, "postgres");
        await ExecuteAsync(superuser, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Stops the server and cuts all connections.</summary>
    /// <param name="immediate">
    /// <see langword="true"/> to stop without a checkpoint, as in a crash: the next start recovers from the log.
    /// </param>
    public async Task StopAsync(bool immediate = false)
    {
        if (_process is null)
            return;

        Resume();
        // SIGQUIT is PostgreSQL's immediate stop, and SIGINT its fast one.
        Signal(immediate ? "-QUIT" : "-INT", [Own.ReadProcessId()]);
        using var bound = new CancellationTokenSource(Bound);
        await _process.WaitForExitAsync(bound.Token);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts the stopped server, with the same data and at the same address.</summary>
    public Task StartAgainAsync() => StartProcessAsync(Role);

    public async Task RestartAsync(bool immediate = false)
    {
        await StopAsync(immediate);
        await StartAgainAsync();
    }

    /// <summary>Stops all processes of the server where they are (SIGSTOP). Connections stay open and nothing answers.</summary>
    public void Pause()
    {
        var postmaster = Own.ReadProcessId();
        // First the one that starts others, so that none is missed.
        Signal("-STOP", [postmaster]);
        Signal("-STOP", ChildrenOf(postmaster));
    }

    /// <summary>Continues a paused server (SIGCONT).</summary>
    public void Resume()
    {
        var postmaster = Own.ReadProcessId();
        Signal("-CONT", [.. ChildrenOf(postmaster), postmaster]);
    }

    /// <summary>Ends the server and deletes its data. Does nothing to a server that <c>POSTGRES_TEST_URL</c> names.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_installation is null)
            return;

        await _installation.DisposeAsync();
        _process?.Dispose();
        _process = null;
    }

    private Installation Own =>
        _installation
        ?? throw new InvalidOperationException(
            "The test does not own this server: use StartAsync."
        );

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var url = Environment.GetEnvironmentVariable("POSTGRES_TEST_URL");
        return string.IsNullOrEmpty(url) ? await StartAsync() : new PostgresServer(new Uri(url));
    }

    /// <returns>The directory of <c>initdb</c> and <c>postgres</c>: the newest of Debian's, or one of the PATH.</returns>
    private static string? FindBinaries()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return versions
            .OrderByDescending(version =>
                double.TryParse(
                    Path.GetFileName(version),
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? number
                    : 0
            )
            .Select(version => Path.Combine(version, "bin"))
            .Concat(path)
            .FirstOrDefault(directory =>
                directory.Length > 0
                && File.Exists(Path.Combine(directory, "initdb"))
                && File.Exists(Path.Combine(directory, "postgres"))
            );
    }

    private static string NameOf(string url) => new Uri(url).AbsolutePath.TrimStart('/');

    private static Uri AddressOf(int port, string user) =>
        new($"postgres://{user}:{Uri.EscapeDataString(Password)}@127.0.0.1:{port}/postgres");

    private static async Task ExecuteAsync(Uri address, string statement)
    {
        // A pooled connection may have been cut by a stop of the server.
        await using var connection = new NpgsqlConnection(
            $"{ConnectionStringOf(address.AbsoluteUri)};Pooling=false"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private static void Signal(string signal, int[] processes)
    {
        if (processes.Length == 0)
            return;

        var ids = processes.Select(id => id.ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo("kill", [signal, .. ids]) { UseShellExecute = false };
        // A process may have ended in between, and then its absence is no fault.
        start.RedirectStandardError = true;
        using var kill = Process.Start(start)!;
        kill.WaitForExit();
    }

    private static int[] ChildrenOf(int process)
    {
        try
        {
            return
            [
                .. File.ReadAllText($"/proc/{process}/task/{process}/children")
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            // It has ended.
            return [];
        }
    }

    /// <summary>Creates the role of the tests. Like a deployment's, it owns its databases and is no superuser.</summary>
    private Task CreateRoleAsync() =>
        ExecuteAsync(
            AddressOf(Port, "postgres"),
            $"CREATE ROLE {Role} LOGIN CREATEDB PASSWORD '{Password}'"
        );

    private async Task StartProcessAsync(string user)
    {
        _process = Own.StartServer();
        var settings = new NpgsqlConnectionStringBuilder(
            ConnectionStringOf(AddressOf(Port, user).AbsoluteUri)
        )
        {
            Pooling = false,
        };
        await Eventually.HoldsAsync(
            async () =>
            {
                if (_process.HasExited)
                    Assert.Fail($"PostgreSQL ended at its start: {Own.ReadLog()}");
                try
                {
                    await using var connection = new NpgsqlConnection(settings.ConnectionString);
                    await connection.OpenAsync();
                    return true;
                }
                catch (NpgsqlException)
                {
                    return false;
                }
            },
            "PostgreSQL answers",
            Bound
        );
    }

    /// <summary>The files of a server, and the programs that run on them.</summary>
    private sealed class Installation : IAsyncDisposable
    {
        /// <summary>
        /// Waits until its input ends, which is when the test process has closed it or has ended. A paused server would not take
        /// the signal to stop, so that it is continued first.
        /// </summary>
        private const string Guardian = """
            exec >/dev/null 2>&1
            read -r _
            if read -r server <"$1/data/postmaster.pid"; then
              kill -CONT "$server" $(cat "/proc/$server/task/$server/children")
              kill -QUIT "$server"
              while kill -0 "$server"; do sleep 0.05; done
            fi
            # initdb, if it still runs, fails when its directory is gone, and may have written into it meanwhile.
            for attempt in 1 2 3 4 5; do
              rm -rf "$1" && sleep 0.05
              [ -e "$1" ] || break
            done
            """;

        private readonly string _binaries;
        private readonly string _directory;
        private readonly Process _guardian;

        private Installation(string binaries, string directory, int port)
        {
            _binaries = binaries;
            _directory = directory;
            Port = port;
            // It runs in a session of its own, so that a signal to the group of the test process leaves it alone.
            _guardian = Start("setsid", "sh", "-c", Guardian, "guardian", directory);
        }

        public int Port { get; }

        private string Data => Path.Combine(_directory, "data");

        private string Log => Path.Combine(_directory, "log");

        /// <summary>Creates the directory, which is still without data, and starts its guardian.</summary>
        public static async Task<Installation> BeginAsync(string binaries)
        {
            var directory = Directory.CreateTempSubdirectory("openvidu-meet-postgres-").FullName;
            if (Environment.IsPrivilegedProcess)
                await RunAsync(new ProcessStartInfo("chown", ["postgres:", directory]));
            return new Installation(binaries, directory, FreePort.Find());
        }

        public Process StartServer() =>
            // Its output goes to a file: a pipe to the test process would end with it, or would have to be read.
            Start(
                "sh",
                "-c",
                "exec \"$0\" -D \"$1\" >>\"$2\" 2>&1",
                Program("postgres"),
                Data,
                Log
            );

        public int ReadProcessId() =>
            int.Parse(
                File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(),
                CultureInfo.InvariantCulture
            );

        public string ReadLog() => File.Exists(Log) ? File.ReadAllText(Log) : "it left no log";

        public async Task InitializeAsync(bool durable)
        {
            var password = Path.Combine(_directory, "password");
            await File.WriteAllTextAsync(password, Password);
            if (Environment.IsPrivilegedProcess)
                await RunAsync(new ProcessStartInfo("chown", ["postgres:", password]));
            await RunAsync(
                Describe(
                    Program("initdb"),
                    ["-D", Data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"],
                    ["-A", "scram-sha-256", $"--pwfile={password}", "--no-sync"]
                )
            );
            string[] speed = durable
                ? []
                : ["fsync = off", "synchronous_commit = off", "full_page_writes = off"];
            await File.AppendAllLinesAsync(
                Path.Combine(Data, "postgresql.conf"),
                [
                    "listen_addresses = '127.0.0.1'",
                    string.Create(CultureInfo.InvariantCulture, $"port = {Port}"),
                    "unix_socket_directories = ''",
                    "max_connections = 300",
                    .. speed,
                ]
            );
        }

        public async ValueTask DisposeAsync()
        {
            // The end of its input is the guardian's sign to do it.
            _guardian.StandardInput.Close();
            using var bound = new CancellationTokenSource(Bound);
            await _guardian.WaitForExitAsync(bound.Token);
            _guardian.Dispose();
        }

        private string Program(string name) => Path.Combine(_binaries, name);

        private static Process Start(string program, params string[] arguments)
        {
            var start = Describe(program, arguments);
            start.RedirectStandardInput = true;
            return Process.Start(start)!;
        }

        private static ProcessStartInfo Describe(string program, params string[][] arguments)
        {
            string[] command = [program, .. arguments.SelectMany(part => part)];
            string[] user = ["--reuid=postgres", "--regid=postgres", "--init-groups", "--"];
            var start = Environment.IsPrivilegedProcess
                ? new ProcessStartInfo("setpriv", [.. user, .. command])
                : new ProcessStartInfo(command[0], command[1..]);
            // The user postgres may not be allowed to enter the directory of the tests.
            start.WorkingDirectory = "/";
            start.UseShellExecute = false;
            return start;
        }

        private static async Task RunAsync(ProcessStartInfo start)
        {
            start.UseShellExecute = false;
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            try
            {
                using var process = Process.Start(start)!;
                using var bound = new CancellationTokenSource(Bound);
                var output = process.StandardOutput.ReadToEndAsync(bound.Token);
                var errors = process.StandardError.ReadToEndAsync(bound.Token);
                await process.WaitForExitAsync(bound.Token);
                if (process.ExitCode != 0)
                    Assert.Fail($"{start.FileName} failed: {await output}{await errors}");
            }
            catch (Win32Exception fault)
            {
                Assert.Fail($"{start.FileName} could not be started: {fault.Message}");
            }
        }
    }
}
