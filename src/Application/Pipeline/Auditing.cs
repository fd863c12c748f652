using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>
/// Writes the audit log. A request that changes the database stores its entry with the change. What is left is stored before the answer
/// is given: outcomes without a change, and failures, also those after a change.
/// </summary>
/// <remarks>Other requests do without it, and so without a connection to the database.</remarks>
internal sealed class Auditing<TRequest, TResponse>(
    AuditTrail trail,
    IAuditLog log,
    ICurrentCaller current,
    IClientAddress client,
    TimeProvider clock
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull, IAudited
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (current.Caller.IsServer)
            return await next();

        var entry = EntryOf(request);
        trail.Begin(entry);
        TResponse response;
        AuditEntry? pending;
        try
        {
            response = await next();
            pending = trail.Pending;
        }
        finally
        {
            trail.End();
        }

        if (response.Error is { } error)
            pending = IsWorthKeeping(error)
                ? entry with
                {
                    Outcome = error.Kind.ToString(),
                    // A password may have been typed in the place of the name.
                    Target = error.IsWrongGuess ? null : entry.Target,
                }
                : null;
        // Strangers could fill the log with what succeeds and changes nothing, such as signing out when not signed in.
        else if (pending is { ActorKind: AuditActorKind.Anonymous })
            pending = null;
        if (pending is not null)
            await log.AddAsync(pending, CancellationToken.None);
        return response;
    }

    /// <summary>
    /// Strangers could fill the log with requests that are refused for their form, or because there is no such thing. Of theirs, only wrong
    /// guesses are kept, whose number is limited.
    /// </summary>
    private bool IsWorthKeeping(Error error) =>
        error.IsWrongGuess
        || (current.Caller != Caller.Anonymous && error.Kind != ErrorKind.TooManyRequests);

    private AuditEntry EntryOf(IAudited audited)
    {
        var (kind, actor) = ActorOf(current.Caller, audited);
        return new AuditEntry(
            clock.GetUtcNow(),
            audited.GetType().Name,
            kind,
            actor,
            client.Address,
            AuditEntry.Done
        ).With(audited.Subject);
    }

    private static (AuditActorKind Kind, string? Name) ActorOf(Caller caller, IAudited audited) =>
        caller switch
        {
            { User: { } user } => (AuditActorKind.User, user.Key),
            { ApiKey: { } key } => (AuditActorKind.ApiKey, key.Id.ToString()),
            { Participant: { } participant } => (
                AuditActorKind.Participant,
                participant.Participant.Value
            ),
            _ => (audited.ActorWithoutCredential, null),
        };
}
