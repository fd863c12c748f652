namespace OpenViduMeet.Domain.Access;

/// <summary>The sign-ins that can still be refreshed, shared by all nodes.</summary>
public interface ISignInSessionRepository
{
    Task AddAsync(SignInSession session, CancellationToken ct);

    /// <summary>
    /// Replaces the session's refresh token, if <paramref name="usedTokenId"/> is the good one, of the same user, and unexpired. If
    /// it is not, somebody uses a token a second time, and the whole session ends. Of two calls with the same token, one at most
    /// succeeds; with the other, the session ends for both.
    /// </summary>
    /// <returns>Whether the token was replaced.</returns>
    Task<bool> TryRenewAsync(SignInSession renewed, Guid usedTokenId, CancellationToken ct);

    /// <summary>Ends a session: none of its refresh tokens is good from now on. Does nothing if it has ended already.</summary>
    Task RemoveAsync(Guid sessionId, CancellationToken ct);
}
