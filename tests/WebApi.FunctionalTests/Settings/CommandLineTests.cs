using OpenViduMeet.WebApi.Commands;

namespace OpenViduMeet.WebApi.FunctionalTests.Settings;

public sealed class CommandLineTests
{
    [TestCase("--Nonsense:Key=1", "--Nonsense:Key")]
    [TestCase("--Server:Prot=hunter2", "--Server:Prot")]
    [TestCase("/Nonsense=1", "/Nonsense")]
    [TestCase("Nonsense=1", "Nonsense")]
    [TestCase("-p=1", "-p")]
    [TestCase("---urls=http://localhost:6080", "---urls")]
    [TestCase("--MEET_SEKRET=hunter2", "--MEET_SEKRET")]
    [TestCase("--LoggingX:Level=1", "--LoggingX:Level")]
    [TestCase("import --Nonsense 1", "--Nonsense")]
    public void An_unknown_setting_is_refused_without_its_value(string line, string name)
    {
        var parsed = CommandLine.Parse(line.Split(' '));

        Assert.That(parsed.Error?.Message, Does.StartWith($"{name} is not a setting"));
        Assert.That(parsed.Error?.Message, Does.Not.Contain("hunter2").And.Not.Contain("\n"));
    }

    [TestCase("--urls http://localhost:6080")]
    [TestCase("--URLS=http://localhost:6080")]
    [TestCase("/urls=http://localhost:6080")]
    [TestCase("urls=http://localhost:6080")]
    [TestCase("--environment Development --contentRoot=/srv")]
    [TestCase("--Storage:DataDirectory=/data --storage:s3:bucket meet")]
    [TestCase("--MEET_DATA_DIR=/data")]
    [TestCase("--MEET_API_KEY_FILE=/run/secrets/key")]
    [TestCase("--Logging:LogLevel:Default=Debug")]
    [TestCase("--Kestrel:Limits:MaxConcurrentConnections=10")]
    public void A_known_setting_is_accepted_in_every_form(string line) =>
        Assert.That(CommandLine.Parse(line.Split(' ')).Error, Is.Null);
}
