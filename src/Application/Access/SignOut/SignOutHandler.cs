using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

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
