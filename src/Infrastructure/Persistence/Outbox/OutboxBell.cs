namespace OpenViduMeet.Infrastructure.Persistence.Outbox;

/// <summary>Wakes this node's sender of webhooks.</summary>
internal sealed class OutboxBell(TimeProvider clock) : Bell(clock);
