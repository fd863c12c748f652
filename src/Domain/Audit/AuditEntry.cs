namespace OpenViduMeet.Domain.Audit;

/// <summary>One entry of the audit log: who did what to what, when, from where, and with what outcome. It is never changed.</summary>
/// <param name="Action">The name of the use case, for example <c>DisconnectParticipant</c>.</param>
/// <param name="Outcome"><c>Done</c>, or the kind of the failure, for example <c>Forbidden</c>.</param>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Action,
    AuditActorKind ActorKind,
    string? Actor,
    string? Address,
    string Outcome
)
{
    public const string Done = "Done";

    public string? Room { get; init; }

    public string? Participant { get; init; }

    public string? Recording { get; init; }

    /// <summary>What else the entry is about: see <see cref="AuditSubject"/>.</summary>
    public string? Target { get; init; }

    public AuditEntry With(AuditSubject subject) =>
        this with
        {
            Room = subject.Room?.Value,
            Participant = subject.Participant?.Value,
            Recording = subject.Recording?.ToString(),
            Target = subject.Target,
        };

    /// <summary>The entry's place in the log. Later entries have larger numbers. Zero until the entry is stored.</summary>
    public long Sequence { get; private init; }
}

/// <summary>How the actor of an entry was known.</summary>
public enum AuditActorKind
{
    /// <summary>Nobody that is known: the request had no valid credential.</summary>
    Anonymous,

    /// <summary>A signed-in user.</summary>
    User,

    ApiKey,

    /// <summary>A participant of a room.</summary>
    Participant,

    /// <summary>Somebody with a link, to a room or to a recording.</summary>
    Link,

    /// <summary>An OpenID Connect provider.</summary>
    Provider,
}
