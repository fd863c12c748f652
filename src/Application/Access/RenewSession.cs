using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <param name="Grant">The content of the caller's refresh token, or <see langword="null"/> if there is no valid one.</param>
public sealed record RenewSession(RefreshGrant? Grant) : IRequest<Result<UserTokens>>, IRestricted
{
    public Permission Needs => Permission.Anybody;
}

internal sealed class RenewSessionHandler(
    IUserDirectory users,
    IUserTokens tokens,
    ISignInSessionRepository sessions,
    TimeProvider clock
) : IRequestHandler<RenewSession, Result<UserTokens>>
{
    public async Task<Result<UserTokens>> Handle(RenewSession request, CancellationToken ct)
    {
        if (request.Grant is not { } grant)
            return AccessErrors.InvalidRefreshToken;

        var isBuiltIn = User.IsBuiltInKey(grant.UserName);
        var builtIn = isBuiltIn ? await users.FindAsync(grant.UserName, ct) : null;
        if (isBuiltIn && builtIn is null)
            return AccessErrors.InsufficientPermissions;

        var renewed = new SignInSession(
            Id: grant.SessionId,
            UserName: grant.UserName,
            CurrentTokenId: Guid.NewGuid(),
            ExpiresAt: clock.GetUtcNow() + tokens.SessionLifetime
        );
        var session = await sessions.RenewAsync(renewed, grant.TokenId, ct);
        // What the identity provider said about its users is known as long as the session.
        if (session is null || (builtIn ?? session.ProviderUser()) is not { } user)
            return AccessErrors.InvalidRefreshToken;

        return UserTokens.Issue(tokens, user, session);
    }
}
