using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <param name="SessionIds">The sessions of the caller's valid tokens: none, one, or two after two sign-ins.</param>
public sealed record SignOut(IReadOnlyList<Guid> SessionIds)
    : IRequest<Result>,
        IRestricted,
        IAudited
{
    public Permission Needs => Permission.Anybody;

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed class SignOutHandler(ISignInSessionRepository sessions)
    : IRequestHandler<SignOut, Result>
{
    public async Task<Result> Handle(SignOut request, CancellationToken ct)
    {
        // Signing out always succeeds: without a session there is nothing to end.
        foreach (var sessionId in request.SessionIds)
            await sessions.RemoveAsync(sessionId, ct);
        return Result.Ok;
    }
}
