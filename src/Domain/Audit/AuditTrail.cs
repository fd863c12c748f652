using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Audit;

/// <summary>
/// The entry of the request that runs in this scope, until it is stored. The first change that the request makes in the database stores
/// it in the same transaction.
/// </summary>
public sealed class AuditTrail
{
    /// <summary>The entry of a request that has changed nothing yet; <see langword="null"/> if it is stored, or nothing is audited.</summary>
    public AuditEntry? Pending { get; private set; }

    public void Begin(AuditEntry entry) => Pending = entry;

    /// <summary>Names the room, which was not known when the request began.</summary>
    public void About(RoomName room) =>
        Pending = Pending is null ? null : Pending with { Room = room.Value };

    /// <summary>Names what the request acts on, which was not known when it began.</summary>
    public void About(string target) =>
        Pending = Pending is null ? null : Pending with { Target = target };

    public void End() => Pending = null;
}
