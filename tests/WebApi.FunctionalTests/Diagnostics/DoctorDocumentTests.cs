using System.Reflection;
using System.Text.RegularExpressions;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Controllers;

namespace OpenViduMeet.WebApi.FunctionalTests.Diagnostics;

/// <summary>docs/doctor.md lists what the doctor can find.</summary>
public sealed partial class DoctorDocumentTests
{
    private static readonly Type[] Checks =
    [
        .. new[] { typeof(InfrastructureServices).Assembly, typeof(MeetController).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ICheck))),
    ];

    private static IReadOnlyList<Fault> Faults =>
        [
            .. Checks
                .SelectMany(check =>
                    (IReadOnlyList<Fault>)
                        check
                            .GetProperty(
                                nameof(ICheck.Faults),
                                BindingFlags.Public | BindingFlags.Static
                            )!
                            .GetValue(null)!
                )
                .Append(Fault.CheckFailed)
                .Append(Fault.NotExamined)
                .Distinct(),
        ];

    [Test]
    public void Every_fault_is_listed_with_its_severity_and_remedy()
    {
        var expected = Faults
            .OrderBy(fault => fault.Id, StringComparer.Ordinal)
            .Select(fault =>
                $"| `{fault.Id}` | {(fault.Severity == FaultSeverity.Failure ? "FAIL" : "WARN")} | {fault.Remedy} |"
            )
            .ToList();
        var documented = Row()
            .Matches(File.ReadAllText(Checkout.File("docs", "doctor.md")))
            .Select(row => row.Value)
            .ToList();

        Assert.That(expected, Has.Count.GreaterThan(40));
        Assert.That(
            documented,
            Is.EqualTo(expected),
            $"docs/doctor.md must have these rows:\n{string.Join('\n', expected)}"
        );
    }

    [Test]
    public void Ids_are_unique_and_every_check_lists_its_own_faults()
    {
        Assert.That(Faults.Select(fault => fault.Id), Is.Unique);
        foreach (var check in Checks)
        {
            var own = check
                .GetFields(BindingFlags.NonPublic | BindingFlags.Static)
                .Where(field => field.FieldType == typeof(Fault))
                .Select(field => (Fault)field.GetValue(null)!);
            Assert.That(Faults, Is.SupersetOf(own), check.Name);
        }
    }

    [GeneratedRegex(@"^\| `[a-z0-9-]+` \| (FAIL|WARN) \|.*\|$", RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
