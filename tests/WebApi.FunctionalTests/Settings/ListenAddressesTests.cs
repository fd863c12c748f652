using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.FunctionalTests.Settings;

public sealed class ListenAddressesTests
{
    [TestCase("http://localhost:99999", "a port from 0 to 65535")]
    [TestCase("http://127.0.0.1:-5", "a port from 0 to 65535")]
    [TestCase("http://localhost:0", "http://127.0.0.1:0")]
    [TestCase("http://127.0.0.1:0/meet", "without a path")]
    [TestCase("https://127.0.0.1:0", "has no certificate")]
    [TestCase("http://nosuchhost.example:6080", "cannot listen on another host name")]
    [TestCase("http://meet:6080", "cannot listen on another host name")]
    [TestCase("http://localhost.:6080", "cannot listen on another host name")]
    [TestCase("http://127.0.0.1:port", "cannot listen on another host name")]
    [TestCase("http://user@127.0.0.1:6080", "cannot listen on another host name")]
    [TestCase("http://127.0.0.1:6080?x=1", "cannot listen on another host name")]
    [TestCase("http://pipe:/meet", "cannot listen on another host name")]
    [TestCase("http://unix:relative.sock", "cannot listen on another host name")]
    [TestCase(
        "http://unix:/no/such/directory/meet.sock",
        "a Unix socket that the server can create"
    )]
    [TestCase("http://192.0.2.1:6080", "cannot be used")]
    [TestCase("http://[2001:db8::1]:6080", "cannot be used")]
    [TestCase("ftp://127.0.0.1:0", "must be URLs such as")]
    [TestCase(" http://127.0.0.1:0", "must be URLs such as")]
    [TestCase("here", "must be URLs such as")]
    [TestCase(";", "must be URLs such as")]
    [TestCase("http://127.0.0.1:0;http://nosuchhost.example:6080", "another host name")]
    public void An_unusable_address_is_refused_in_one_line(string urls, string fault) =>
        Assert.That(
            () => Check(urls),
            Throws
                .InstanceOf<StartException>()
                .With.Message.Contains(fault)
                .And.Message.Contains("--urls")
                .And.Message.Not.Contains("\n")
        );

    [Test]
    public void A_Unix_socket_with_a_long_path_is_refused() =>
        Assert.That(
            () => Check($"http://unix:/tmp/{new string('x', 200)}"),
            Throws.InstanceOf<StartException>().With.Message.Contains("shorter path")
        );

    [TestCase("http://127.0.0.1:{0};http://127.0.0.1:{0}")]
    [TestCase("http://localhost:{0};http://127.0.0.1:{0}/")]
    [TestCase("http://*:{0};http://127.0.0.1:{0}")]
    public void An_address_that_is_given_twice_is_refused(string urls)
    {
        var port = FreePort();

        Assert.That(
            () => Check(string.Format(null, urls, port)),
            Throws.InstanceOf<StartException>().With.Message.Contains($"{port}")
        );
    }

    [TestCase("http://localhost:{0}")]
    [TestCase("HTTP://LOCALHOST:{0}/")]
    [TestCase("http://127.0.0.1:{0}")]
    [TestCase("http://[::1]:{0};http://127.0.0.1:0")]
    [TestCase("http://*:{0}")]
    [TestCase("http://+:{0}")]
    [TestCase("http://0.0.0.0:{0};")]
    public void A_usable_address_is_accepted_and_left_free(string urls)
    {
        var port = FreePort();

        Check(string.Format(null, urls, port));

        using var listener = new TcpListener(IPAddress.Loopback, port);
        Assert.That(listener.Start, Throws.Nothing);
    }

    [Test]
    public void A_Unix_socket_is_accepted_and_not_left_behind()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "meet.sock");

        Check($"http://unix:{path}");

        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void Https_is_accepted_with_a_certificate() =>
        Assert.That(
            () => Check("https://127.0.0.1:0", ("Kestrel:Certificates:Default:Path", "meet.pfx")),
            Throws.Nothing
        );

    private static void Check(string urls, params (string Key, string Value)[] more) =>
        ListenAddresses.ThrowIfUnusable(
            new ConfigurationBuilder()
                .AddInMemoryCollection([
                    KeyValuePair.Create("urls", (string?)urls),
                    .. more.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)),
                ])
                .Build()
        );

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
