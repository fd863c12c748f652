using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Application.Pipeline;

<<<<<<< HEAD
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
=======
/// <summary>A request that admits or removes a user or participant, or creates or revokes a key or secret. Its outcome is logged at the level Information.</summary>
public interface IAudited;
>>>>>>> hd
