using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Audit;

/// <summary>
/// The entry of the request that runs in this scope, until it is stored. The first change that the request makes in the database stores
/// it in the same transaction.
/// </summary>
public sealed class AuditTrail
{
    private AuditEntry? _begun;

    /// <summary>The entry that the next change stores; <see langword="null"/> if it is stored, or nothing is audited.</summary>
    public AuditEntry? Pending { get; private set; }

    public void Begin(AuditEntry entry) => _begun = Pending = entry;

    /// <summary>Names the user who has proved to be the actor.</summary>
    public void By(string user) =>
        Pending = Pending is null
            ? null
            : Pending with
            {
                ActorKind = AuditActorKind.User,
                Actor = user,
            };

    /// <summary>Names the room, which was not known when the request began.</summary>
    public void About(RoomName room) =>
        Pending = Pending is null ? null : Pending with { Room = room.Value };

    /// <summary>Names what the request acts on, which was not known when it began.</summary>
    public void About(string target) =>
        Pending = Pending is null ? null : Pending with { Target = target };

    /// <summary>Begins the entry of the next of several things that the request acts on.</summary>
    public void Next(AuditSubject subject) => Pending = _begun?.With(subject);

    /// <summary>Drops the pending entry: it is stored, or nothing was done that it could tell of.</summary>
    public void Drop() => Pending = null;

    public void End() => _begun = Pending = null;
}
