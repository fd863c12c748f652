using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>
/// A request that goes into the audit log: it admits or removes somebody, or changes something. Its outcome is also logged at the level
/// Information.
/// </summary>
public interface IAudited
{
    AuditSubject Subject { get; }

    /// <summary>How the actor is known if the caller has no credential of its own.</summary>
    AuditActorKind ActorWithoutCredential => AuditActorKind.Anonymous;
}
