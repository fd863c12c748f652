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

    [TestCase("backup meet.backup", "backup", "meet.backup", "")]
    [TestCase(
        "restore --replace /backups/meet.backup",
        "restore",
        "/backups/meet.backup",
        "--replace"
    )]
    [TestCase("restore /backups/a=b --replace", "restore", "/backups/a=b", "--replace")]
    [TestCase("--MEET_DATA_DIR=/data verify meet.backup", "verify", "meet.backup", "")]
    [TestCase("verify urls --no-media", "verify", "urls", "--no-media")]
    [TestCase("migrate --dry-run", "migrate", "", "--dry-run")]
    public void A_command_gets_its_argument_and_flags(
        string line,
        string command,
        string value,
        string flags
    )
    {
        var parsed = CommandLine.Parse(line.Split(' '));

        Assert.That(parsed.Error, Is.Null);
        Assert.That(parsed.Value.Command?.Name, Is.EqualTo(command));
        Assert.That(parsed.Value.Arguments.Value, Is.EqualTo(value));
        Assert.That(string.Join(' ', parsed.Value.Arguments.Flags), Is.EqualTo(flags));
    }

    [Test]
    public void Only_settings_are_passed_on_to_the_framework()
    {
        var parsed = CommandLine.Parse([
            "--urls",
            "http://localhost:6080",
            "restore",
            "/backups/meet.backup",
            "--replace",
            "--MEET_DATA_DIR=/data",
        ]);

        Assert.That(
            parsed.Value.Settings,
            Is.EqualTo(["--urls", "http://localhost:6080", "--MEET_DATA_DIR=/data"])
        );
    }

    [TestCase("backup", "backup needs FILE: backup FILE")]
    [TestCase("restore --replace", "restore needs FILE: restore FILE [--replace]")]
    [TestCase("--replace restore meet.backup", "--replace belongs after restore")]
    [TestCase("backup meet.backup --replace", "--replace belongs after restore")]
    [TestCase("--dry-run", "--dry-run belongs after migrate")]
    [TestCase("backup one two", "two is not expected")]
    [TestCase("backup one --password=hunter2", "--password is not a setting")]
    [TestCase("migrate now", "now is not expected")]
    public void Wrong_use_of_a_command_is_refused_in_one_line(string line, string fault)
    {
        var parsed = CommandLine.Parse(line.Split(' '));

        Assert.That(parsed.Error?.Message, Does.StartWith(fault));
        Assert.That(parsed.Error?.Message, Does.Not.Contain("hunter2").And.Not.Contain("\n"));
    }

    [TestCase("--help", "backup FILE")]
    [TestCase("restore --help", "--replace")]
    [TestCase("--version", "1.")]
    [TestCase("migrate --version", "1.")]
    public void Help_and_version_are_printed(string line, string text)
    {
        var parsed = CommandLine.Parse(line.Split(' '));

        Assert.That(parsed.Value.Print, Does.Contain(text));
        Assert.That(parsed.Value.Command, Is.Null);
    }
}
