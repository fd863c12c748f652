namespace OpenViduMeet.Domain.Diagnostics;

/// <summary>A fault that an installation can have.</summary>
/// <param name="Id">Names the fault for good, such as <c>livekit-unreachable</c>. Documents and alerts refer to it.</param>
/// <param name="Remedy">What the operator does about it: one or two sentences. Never holds a secret.</param>
public sealed record Fault(string Id, FaultSeverity Severity, string Remedy)
{
    /// <summary>The check ended with an exception, or gave no result in time.</summary>
    public static readonly Fault CheckFailed = new(
        "check-failed",
        FaultSeverity.Failure,
        "Run the doctor again. If the check fails again, report it: it is a bug, or what it examines does not answer."
    );

    /// <summary>The check needs settings or keys that are themselves at fault.</summary>
    public static readonly Fault NotExamined = new(
        "not-examined",
        FaultSeverity.Warning,
        "Repair the other faults first, then run the doctor again."
    );

    /// <summary>The fault, found in this installation.</summary>
    /// <param name="what">What was seen: one sentence without a full stop. Never holds a secret.</param>
    public Finding Found(string what) => new(this, what);
}

/// <summary>How bad a fault is, from the mildest to the worst.</summary>
public enum FaultSeverity
{
    /// <summary>The installation works, but not safely, not fully, or not for long.</summary>
    Warning,

    /// <summary>A part of the installation does not work.</summary>
    Failure,
}

/// <summary>A fault that an installation has.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="What">What was seen: one sentence without a full stop. Never holds a secret.</param>
public sealed record Finding(Fault Fault, string What);
