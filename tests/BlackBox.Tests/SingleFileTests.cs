using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>The server as one program for machines without .NET.</summary>
public sealed class SingleFileTests
{
    /// <summary>The machine in the header of an ELF file (e_machine).</summary>
    private static readonly Dictionary<string, ushort> Machines = new()
    {
        ["linux-x64"] = 0x3E,
        ["linux-arm64"] = 0xB7,
    };

    private static string Here =>
        RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    [TestCase("linux-x64")]
    [TestCase("linux-arm64")]
    public async Task The_program_is_for_its_machine_and_runs_where_that_is_this_one(string runtime)
    {
        using var directory = new TemporaryDirectory();
        await PublishedServer.PublishSingleFileAsync(directory.Path, runtime);

        var program = Path.Combine(directory.Path, "OpenViduMeet.WebApi");
        Assert.That(MachineOf(program), Is.EqualTo(Machines[runtime]));
        Assert.That(
            MachineOf(Path.Combine(directory.Path, "libe_sqlite3.so")),
            Is.EqualTo(Machines[runtime])
        );
        Assert.That(Directory.GetFiles(directory.Path, "*.dll"), Is.Empty);
        Assert.That(
            await PackagesInSbomAsync(directory.Path),
            Does.Contain("MediatR")
                .And.Contain("SQLitePCLRaw.lib.e_sqlite3")
                .And.Contain($"Microsoft.NETCore.App.Runtime.{runtime}")
                .And.Contain($"Microsoft.AspNetCore.App.Runtime.{runtime}")
        );
        TestContext.Out.WriteLine($"{runtime}: {new FileInfo(program).Length / 1_000_000} MB");

        if (runtime == Here)
            await RunAsync(directory.Path);
    }

    /// <summary>It needs no .NET, and finds its settings, its pages, SQLite and the demo recording.</summary>
    private static async Task RunAsync(string directory)
    {
        using var server = await PublishedServer.StartAsync(
            directory,
            ("DOTNET_ROOT", "/nonexistent")
        );
        using var browser = new Browser(new Uri(server.Url));

        using var page = await browser.GetAsync("/");
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var documentation = await browser.GetAsync("/meet/api/v1/docs/index.html");
        Assert.That(documentation.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        using var signedIn = await browser.PostAsync(
            "/meet/api/v1/auth/login",
            new { username = "admin", password = "admin" }
        );
        Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var recording = await browser.GetAsync(
            "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream"
        );
        Assert.That(
            (await recording.Content.ReadAsByteArrayAsync()).Length,
            Is.EqualTo(
                new FileInfo(Checkout.File("src", "WebApi", "Demo", "demo-recording.mp4")).Length
            )
        );

        Assert.That(File.Exists(Path.Combine(server.DataDirectory, "meet.db")));
        Assert.That(await server.StopAsync(), Is.Zero);
    }

    private static async Task<IReadOnlyList<string?>> PackagesInSbomAsync(string directory)
    {
        await using var file = File.OpenRead(Path.Combine(directory, "sbom.json"));
        var sbom = (await JsonNode.ParseAsync(file))!;
        return
        [
            .. new[] { sbom["components"], sbom["metadata"]!["component"]!["components"] }
                .SelectMany(components => components!.AsArray())
                .Select(component => component!["name"]!.GetValue<string>()),
        ];
    }

    private static ushort MachineOf(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        Assert.That(reader.ReadBytes(4), Is.EqualTo("\u007fELF"u8.ToArray()));
        reader.BaseStream.Position = 18;
        return reader.ReadUInt16();
    }
}
