using System.Text.Json.Serialization;
using OpenViduMeet.Application.Diagnostics;
using OpenViduMeet.Domain.Diagnostics;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>How bad a fault is.</summary>
public enum FaultSeverityName
{
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("failure")]
    Failure,
}

/// <summary>How an examination, or one of its checks, ended.</summary>
public enum ExaminationOutcome
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("failure")]
    Failure,
}

/// <summary>The outcome of an examination of the installation.</summary>
/// <param name="Outcome">The worst outcome of the checks.</param>
/// <param name="Checks">All checks that were run.</param>
public sealed record MeetExamination(
    ExaminationOutcome Outcome,
    IReadOnlyList<MeetExaminedCheck> Checks
)
{
    internal static MeetExamination Of(Examination examination) =>
        new(OutcomeOf(examination.Worst), [.. examination.Checks.Select(MeetExaminedCheck.Of)]);

    internal static ExaminationOutcome OutcomeOf(FaultSeverity? worst) =>
        worst switch
        {
            null => ExaminationOutcome.Ok,
            FaultSeverity.Warning => ExaminationOutcome.Warning,
            _ => ExaminationOutcome.Failure,
        };
}

/// <summary>The outcome of one check.</summary>
/// <param name="Check">The id of the check, for example <c>livekit</c>.</param>
/// <param name="Subject">What holds if the outcome is <c>ok</c>.</param>
/// <param name="Outcome">The worst severity of the findings.</param>
/// <param name="Findings">What was found. Empty if all is well.</param>
public sealed record MeetExaminedCheck(
    string Check,
    string Subject,
    ExaminationOutcome Outcome,
    IReadOnlyList<MeetFinding> Findings
)
{
    internal static MeetExaminedCheck Of(ExaminedCheck examined) =>
        new(
            examined.Id,
            examined.Subject,
            MeetExamination.OutcomeOf(examined.Worst),
            [.. examined.Findings.Select(MeetFinding.Of)]
        );
}

/// <summary>A fault of the installation.</summary>
/// <param name="Id">The id of the fault, for example <c>livekit-unreachable</c>. It does not change.</param>
/// <param name="Severity">How bad the fault is.</param>
/// <param name="What">What was seen.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record MeetFinding(string Id, FaultSeverityName Severity, string What, string Remedy)
{
    internal static MeetFinding Of(Finding finding) =>
        new(
            finding.Fault.Id,
            finding.Fault.Severity == FaultSeverity.Failure
                ? FaultSeverityName.Failure
                : FaultSeverityName.Warning,
            finding.What,
            finding.Fault.Remedy
        );
}
