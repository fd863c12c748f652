using System.Globalization;
using System.Text;
using OpenViduMeet.WebApi.Contracts;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Writes an examination as lines of text.</summary>
internal static class ExaminationText
{
    public static string Of(MeetExamination examination)
    {
        var text = new StringBuilder();
        foreach (var check in examination.Checks)
            Write(check, text);

        var findings = examination.Checks.SelectMany(check => check.Findings).ToList();
        var failures = findings.Count(finding => finding.Severity == FaultSeverityName.Failure);
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"doctor: checks: {examination.Checks.Count}, failures: {failures}, warnings: {findings.Count - failures}"
        );
        return text.ToString();
    }

    /// <summary>Writes the remedy of a fault once, after all that was seen of it.</summary>
    private static void Write(MeetExaminedCheck check, StringBuilder text)
    {
        if (check.Findings.Count == 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"OK    {check.Check}: {check.Subject}");
        foreach (var fault in check.Findings.GroupBy(finding => finding.Id))
        {
            foreach (var finding in fault)
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{NameOf(finding.Severity)}  {check.Check}: {finding.What}"
                );
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"      {fault.Key}: {fault.First().Remedy}"
            );
        }
    }

    private static string NameOf(FaultSeverityName severity) =>
        severity == FaultSeverityName.Failure ? "FAIL" : "WARN";
}
