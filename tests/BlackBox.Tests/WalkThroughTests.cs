using System.Text.RegularExpressions;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>Runs the commands of the README's walk-through, line by line, against a published server.</summary>
public sealed partial class WalkThroughTests
{
    [Test]
    public async Task Every_line_of_the_walk_through_answers_as_documented_in_the_README()
    {
        var script = WalkThroughOf(await File.ReadAllTextAsync(Checkout.File("README.md")));
        var expected = ExpectedStatus().Matches(script).Select(match => match.Groups[1].Value);
        using var server = await PublishedServer.StartAsync(Release.Path);
        using var shortLived = await PublishedServer.StartAsync(
            Release.Path,
            ("MEET_PARTICIPANT_TOKEN_EXPIRATION", "2s")
        );

        var output = await ChildProcess.RunAsync(
            "bash",
            ["-euc", script],
            TimeSpan.FromMinutes(1),
            ("MEET", server.Url),
            ("SHORT", shortLived.Url)
        );

        var statuses = ActualStatus().Matches(output).Select(match => match.Groups[1].Value);
        Assert.That(statuses, Is.Not.Empty.And.EqualTo(expected), output);
    }

    [Test]
    public async Task A_start_in_Production_names_each_missing_secret()
    {
        var (exitCode, errors) = await PublishedServer.StartExpectingFailureAsync(
            Release.Path,
            "Production"
        );

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(
            errors,
            Does.Contain("MEET_SECRET")
                .And.Contain("MEET_ADMIN_SECRET")
                .And.Contain("LIVEKIT_API_KEY")
                .And.Contain("LIVEKIT_API_SECRET")
                .And.Not.Contain("   at ")
        );
    }

    private static string WalkThroughOf(string readme)
    {
        var section = readme.Split("\n## Walk-through\n")[1].Split("\n## ")[0];
        return string.Join(
            '\n',
            ShellBlock().Matches(section).Select(match => match.Groups[1].Value)
        );
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("^call .* # ([0-9]{3})$", RegexOptions.Multiline)]
    private static partial Regex ExpectedStatus();

    [GeneratedRegex("→ ([0-9]{3})$", RegexOptions.Multiline)]
    private static partial Regex ActualStatus();
}
