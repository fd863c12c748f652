using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>The server cannot start with these settings. The message has one line for each fault and contains no secret.</summary>
[SuppressMessage(
    "Design",
    "CA1032:Implement standard exception constructors",
    Justification = "It always has its faults"
)]
public sealed class SettingsException(IReadOnlyList<string> faults)
    : StartException(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults => faults;
}
