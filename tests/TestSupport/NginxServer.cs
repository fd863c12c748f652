using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OpenViduMeet.TestSupport;

/// <summary>
/// A real nginx in front of one or more servers, configured as in docs/guides/behind-a-proxy.md, but without TLS, or as in
/// deploy/nginx.cluster.conf.
/// </summary>
public sealed partial class NginxServer : IAsyncDisposable
{
    /// <summary>The header of all answers that names the servers that nginx asked, in order: <c>127.0.0.1:6080, 127.0.0.1:6081</c>.</summary>
    public const string AskedHeader = "X-Asked";

    private const string TemporaryFiles = """
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        """;

    /// <summary>The cache that keeps what it may.</summary>
    public const string Obedient = "obedient";

    /// <summary>The cache that keeps everything, and the first segment of its paths.</summary>
    public const string Careless = "careless";

    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(10);

    /// <summary>The documented line for a node.</summary>
    private const string Node = "    server 127.0.0.1:6080 fail_timeout=1s;\n";

    private readonly TemporaryDirectory _directory = new();
    private readonly Process _process;

    /// <param name="configuration">The configuration for the port of the servers and that of LiveKit.</param>
    private NginxServer(string program, Func<int, int, string> configuration)
    {
        var (port, liveKitPort) = (FreePort.Find(), FreePort.Find());
        Address = new Uri($"http://127.0.0.1:{port}");
        LiveKitAddress = new Uri($"http://127.0.0.1:{liveKitPort}");
        var file = Path.Combine(_directory.Path, "nginx.conf");
        File.WriteAllText(file, configuration(port, liveKitPort));
        _process = Process.Start(
            new ProcessStartInfo(program, ["-p", _directory.Path, "-c", file, "-e", "stderr"])
            {
                UseShellExecute = false,
            }
        )!;
    }

    public Uri Address { get; }

    /// <summary>Where nginx passes connections on to LiveKit, with deploy/nginx.cluster.conf.</summary>
    public Uri LiveKitAddress { get; }

    /// <summary>Starts nginx as in docs/guides/behind-a-proxy.md; skips the test if nginx is missing.</summary>
    public static Task<NginxServer> StartAsync(params Uri[] servers) =>
        StartAsync((port, _) => Configuration(servers, port));

    /// <summary>Starts nginx with deploy/nginx.cluster.conf; skips the test if nginx is missing.</summary>
    public static Task<NginxServer> StartClusterAsync(
        IReadOnlyCollection<Uri> nodes,
        Uri liveKit
    ) => StartAsync((port, liveKitPort) => ClusterConfiguration(nodes, port, liveKit, liveKitPort));

    /// <summary>
    /// Starts nginx with a cache that keeps what it may, and another, under <see cref="Careless"/>, that does not ask; skips the test if nginx
    /// is missing.
    /// </summary>
    public static Task<NginxServer> StartCachingAsync(Uri server) =>
        StartAsync((port, _) => CachingConfiguration(server, port));

    /// <summary>The files that a cache keeps.</summary>
    /// <param name="cache"><see cref="Obedient"/> or <see cref="Careless"/>.</param>
    public IReadOnlyList<string> KeptBy(string cache) =>
        Directory.GetFiles(Path.Combine(_directory.Path, cache), "*", SearchOption.AllDirectories);

    private static async Task<NginxServer> StartAsync(Func<int, int, string> configuration)
    {
        var program = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" };
        if (Array.Find(program, File.Exists) is not { } found)
        {
            Needed.SkipOrFail("nginx is not installed");
            throw new InvalidOperationException("This line is not reached.");
        }

        var nginx = new NginxServer(found, configuration);
        await Eventually.HoldsAsync(nginx.ListensAsync, "nginx listens");
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            using var bound = new CancellationTokenSource(StopBound);
            await _process.WaitForExitAsync(bound.Token);
        }

        _process.Dispose();
        _directory.Dispose();
    }

    /// <summary>The documented configuration, with this test's ports and without certificates.</summary>
    private static string Configuration(Uri[] nodes, int port)
    {
        var documented = File.ReadAllText(Checkout.File("docs", "guides", "behind-a-proxy.md"));
        var servers = NginxBlock().Match(documented).Groups["config"].Value;
        var livekit = servers.LastIndexOf("server {", StringComparison.Ordinal);
        var meet = Certificates()
            .Replace(servers[..livekit], "")
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace(
                Node,
                string.Concat(nodes.Select(node => Node.Replace("6080", $"{node.Port}"))),
                StringComparison.Ordinal
            );
        return $$"""
            daemon off;
            pid nginx.pid;
            worker_processes 1;
            events {}
            http {
                access_log off;
                {{TemporaryFiles}}
                add_header {{AskedHeader}} $upstream_addr always;
                {{meet}}
            }
            """;
    }

    /// <summary>The load balancer's configuration, with this test's addresses.</summary>
    private static string ClusterConfiguration(
        IReadOnlyCollection<Uri> nodes,
        int port,
        Uri liveKit,
        int liveKitPort
    )
    {
        var configuration = File.ReadAllText(Checkout.File("deploy", "nginx.cluster.conf"));
        var lines = ClusterNodes().Match(configuration);
        var settings = lines.Groups["settings"].Captures[0].Value;
        (string Written, string Here)[] replaced =
        [
            (
                lines.Value,
                string.Concat(nodes.Select(node => $"server {node.Authority}{settings};\n"))
            ),
            ("http {", $"http {{\n{TemporaryFiles}"),
            ("listen 6080", $"listen 127.0.0.1:{port}"),
            ("listen 7880", $"listen 127.0.0.1:{liveKitPort}"),
            ("172.30.66.20:7880", liveKit.Authority),
        ];
        foreach (var (written, here) in replaced)
        {
            if (written.Length == 0 || !configuration.Contains(written, StringComparison.Ordinal))
                throw new InvalidOperationException($"nginx.cluster.conf has no '{written}'.");
            configuration = configuration.Replace(written, here, StringComparison.Ordinal);
        }

        return $"daemon off;\npid nginx.pid;\n{configuration}";
    }

    private static string CachingConfiguration(Uri server, int port) =>
        $$"""
            # Whoever runs the tests owns the directory. Without root, nginx ignores this.
            user root;
            daemon off;
            pid nginx.pid;
            worker_processes 1;
            events {}
            http {
                access_log off;
                {{TemporaryFiles}}
                proxy_cache_path {{Obedient}} keys_zone={{Obedient}}:1m use_temp_path=off;
                proxy_cache_path {{Careless}} keys_zone={{Careless}}:1m use_temp_path=off;
                proxy_cache_valid 200 206 301 302 304 403 404 1h;
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        proxy_pass http://{{server.Authority}};
                        proxy_cache {{Obedient}};
                        # Without a buffer there is no cache, whatever else the answer says.
                        proxy_ignore_headers X-Accel-Buffering;
                    }
                    location /{{Careless}}/ {
                        proxy_pass http://{{server.Authority}}/;
                        proxy_cache {{Careless}};
                        proxy_ignore_headers Cache-Control Expires X-Accel-Buffering;
                    }
                }
            }
            """;

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Address.Port);
            return true;
        }
        catch (SocketException) when (!_process.HasExited)
        {
            return false;
        }
    }

    [GeneratedRegex("```nginx\n(?<config>.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex NginxBlock();

    [GeneratedRegex(
        @"(?:^ *server 172\.30\.66\.\d+:6080(?<settings>[^;]*);\n)+",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex ClusterNodes();

    [GeneratedRegex("^ *ssl_certificate.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Certificates();
}
