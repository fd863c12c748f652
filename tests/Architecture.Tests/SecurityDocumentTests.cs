using System.Text.RegularExpressions;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Architecture.Tests;

/// <summary><c>docs/security.md</c> names the test that shows each of its statements.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Document = File.ReadAllText(
        Checkout.File("docs", "security.md")
    );

    private static readonly ILookup<string, string> TestClasses = Directory
        .GetFiles(Checkout.File("tests"), "*Tests.cs", SearchOption.AllDirectories)
        .ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText)!;

    [Test]
    public void Every_test_that_it_names_exists()
    {
        var named = TestNames().Matches(Document);

        Assert.That(named, Has.Count.GreaterThan(100));
        Assert.That(
            named.Select(name => name.Value).Distinct().Where(name => !Exists(name)),
            Is.Empty
        );
    }

    [Test]
    public void Every_row_names_a_test_or_says_that_there_is_none()
    {
        var rows = TablesWithTests()
            .Matches(Document)
            .SelectMany(table => table.Groups["row"].Captures)
            .Select(row => row.Value)
            .ToList();

        Assert.That(rows, Has.Count.GreaterThan(80));
        Assert.That(
            rows.Where(row =>
                !TestNames().IsMatch(row)
                && !row.Contains("| not tested |", StringComparison.Ordinal)
                && !row.Contains("| not applicable", StringComparison.Ordinal)
            ),
            Is.Empty
        );
    }

    private static bool Exists(string name)
    {
        var parts = name.Trim('`').Split('.');
        return TestClasses[parts[0]]
            .Any(source => Regex.IsMatch(source, $@"public [\w ]*(void|Task) {parts[1]}\("));
    }

    [GeneratedRegex(@"`\w+Tests\.\w+`")]
    private static partial Regex TestNames();

    [GeneratedRegex(@"^\|[^\n]*\| test \|\n\|[-|]+\|\n(?<row>\|[^\n]*\n)+", RegexOptions.Multiline)]
    private static partial Regex TablesWithTests();
}
