using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <param name="SessionIds">The sessions of the caller's valid tokens: none, one, or two after two sign-ins.</param>
/// <param name="UserKey">The user of these sessions: see <see cref="User.Key"/>.</param>
public sealed record SignOut(IReadOnlyList<Guid> SessionIds, string? UserKey)
    : IRequest<Result>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.Anybody;

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed class SignOutHandler(ISignInSessionRepository sessions, AuditTrail trail)
    : IRequestHandler<SignOut, Result>
{
    public async Task<Result> Handle(SignOut request, CancellationToken ct)
    {
        if (request.UserKey is { } user)
            trail.By(user);
        // Signing out always succeeds: without a session there is nothing to end.
        foreach (var sessionId in request.SessionIds)
            await sessions.RemoveAsync(sessionId, ct);
        return Result.Ok;
    }
}
