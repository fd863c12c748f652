using System.Diagnostics;

namespace OpenViduMeet.Application.Telemetry;

/// <summary>Names the metrics and traces of this server. Labels never hold what grows with rooms, people or recordings.</summary>
public static class MeetTelemetry
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "OpenViduMeet";

    /// <summary>The label with an <see cref="Outcome"/>.</summary>
    public const string OutcomeLabel = "meet.outcome";

    /// <summary>Creates no activity, and costs nothing, unless traces are exported.</summary>
    public static readonly ActivitySource Activities = new(Name);
}
