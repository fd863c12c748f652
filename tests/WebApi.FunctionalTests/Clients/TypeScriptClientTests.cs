using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Clients;

/// <summary>The example of the generated client for TypeScript, run with the server.</summary>
public sealed class TypeScriptClientTests
{
    private static readonly NodeScripts Client = new("src", "Clients", "TypeScript");

    [Test]
    public async Task The_example_compiles_and_runs()
    {
        var built = await Client.RunAsync("build.mjs", "");
        Assert.That(built.ExitCode, Is.Zero, built.Output + built.Errors);
        await using var meet = new MeetApiFactory();

        var ran = await Client.RunAsync(
            "dist/example.js",
            "",
            ("MEET_URL", meet.Address.ToString())
        );

        Assert.That(ran.ExitCode, Is.Zero, ran.Errors);
        using var told = JsonDocument.Parse(ran.Output);
        var tooEarly = told.RootElement.GetProperty("tooEarly");
        var range = told.RootElement.GetProperty("range");
        Assert.Multiple(() =>
        {
            Assert.That(told.RootElement.GetProperty("role").GetString(), Is.EqualTo("admin"));
            Assert.That(told.RootElement.GetProperty("room").GetString(), Does.StartWith("typed-"));
            Assert.That(told.RootElement.GetProperty("hasToken").GetBoolean(), Is.True);
            Assert.That(tooEarly.GetProperty("status").GetInt32(), Is.EqualTo(409));
            Assert.That(
                tooEarly.GetProperty("error").GetProperty("message").GetString(),
                Is.EqualTo("Participant token is still valid")
            );
            Assert.That(range.GetProperty("status").GetInt32(), Is.EqualTo(206));
            Assert.That(range.GetProperty("text").GetString(), Does.StartWith("ftyp"));
        });
    }
}
