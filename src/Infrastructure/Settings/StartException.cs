using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>The server cannot start. The message is for whoever starts it: one line for each fault, and no secret.</summary>
[SuppressMessage(
    "Design",
    "CA1032:Implement standard exception constructors",
    Justification = "It never stands without its message"
)]
public class StartException(string message) : Exception(message);
