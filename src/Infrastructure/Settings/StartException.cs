using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>The server cannot start. The message is for the operator, has one line for each fault and contains no secret.</summary>
[SuppressMessage(
    "Design",
    "CA1032:Implement standard exception constructors",
    Justification = "It always has its message"
)]
public class StartException(string message) : Exception(message);
