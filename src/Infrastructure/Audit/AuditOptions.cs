using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Audit;

/// <summary>How long the audit log is kept.</summary>
public sealed class AuditOptions : IMeetOptions
{
    public static string Section => "Audit";

    /// <summary>Entries that are older are deleted.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);
}
