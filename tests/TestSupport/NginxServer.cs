using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OpenViduMeet.TestSupport;

/// <summary>A real nginx in front of one or more servers, configured as in docs/deployment.md, but without TLS.</summary>
public sealed partial class NginxServer : IAsyncDisposable
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(10);

    /// <summary>The documented line for a node.</summary>
    private const string Node = "    server 127.0.0.1:6080 fail_timeout=1s;\n";

    private readonly TemporaryDirectory _directory = new();
    private readonly Process _process;

    private NginxServer(string program, Uri[] servers)
    {
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        var file = Path.Combine(_directory.Path, "nginx.conf");
        File.WriteAllText(file, Configuration(servers, port));
        _process = Process.Start(
            new ProcessStartInfo(program, ["-p", _directory.Path, "-c", file, "-e", "stderr"])
            {
                UseShellExecute = false,
            }
        )!;
    }

    public Uri Address { get; }

    /// <summary>Starts nginx; skips the test if nginx is missing.</summary>
    public static async Task<NginxServer> StartAsync(params Uri[] servers)
    {
        var program = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" };
        if (Array.Find(program, File.Exists) is not { } found)
        {
            Needed.SkipOrFail("nginx is not installed");
            throw new InvalidOperationException("This line is not reached.");
        }

        var nginx = new NginxServer(found, servers);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The documented configuration, with this test's ports and without certificates.</summary>
    private static string Configuration(Uri[] nodes, int port)
    {
        var documented = File.ReadAllText(Checkout.File("docs", "deployment.md"));
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
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                {{meet}}
            }
            """;
    }

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

    [GeneratedRegex("^ *ssl_certificate.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Certificates();
}
