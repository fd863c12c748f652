using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>The server cannot start with these settings. The message has a line for each fault, and no secret.</summary>
[SuppressMessage(
    "Design",
    "CA1032:Implement standard exception constructors",
    Justification = "It never stands without its faults"
)]
public sealed class SettingsException(IReadOnlyList<string> faults)
    : StartException(string.Join(Environment.NewLine, faults));
