namespace OpenViduMeet.Infrastructure.Persistence.Inbox;

/// <summary>Wakes this node's worker when this node has received something.</summary>
internal sealed class InboxBell(TimeProvider clock) : Bell(clock);
