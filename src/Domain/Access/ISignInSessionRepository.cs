namespace OpenViduMeet.Domain.Access;

/// <summary>The sign-ins that can still be refreshed, shared by all nodes.</summary>
public interface ISignInSessionRepository
{
    Task AddAsync(SignInSession session, CancellationToken ct);

    /// <summary>
    /// Replaces the session's refresh token if <paramref name="usedTokenId"/> is the current token of the same user's unexpired
    /// session. A token that was replaced at most <see cref="SignInSession.ReuseGrace"/> ago does not replace the current token, but
    /// still prolongs the session. Any other token ends the whole session: a token that was replaced long ago is in use, so one of
    /// its two holders has stolen it. The operation is atomic across all nodes: if several calls use the same token at the same
    /// moment, one replaces it, and the others find it replaced.
    /// </summary>
    /// <param name="renewed">The session to save if the token is replaced.</param>
    /// <returns>
    /// The session as it is now, with the same current token for all these calls; <see langword="null"/> if it has ended.
    /// </returns>
    Task<SignInSession?> RenewAsync(SignInSession renewed, Guid usedTokenId, CancellationToken ct);

    /// <summary>
    /// Ends a session: its refresh and access tokens are invalid from now on. Does nothing if the session has ended already.
    /// </summary>
    Task RemoveAsync(Guid sessionId, CancellationToken ct);

    /// <summary>
    /// Ends the sessions of a provider's session, and those of the account that name no session of the provider; or all sessions of the
    /// account if the logout names no session.
    /// </summary>
    /// <returns>The sessions that have ended, or <see langword="null"/> if the logout token has been used before, on any node.</returns>
    Task<IReadOnlyList<Guid>?> EndAsync(ProviderLogout logout, CancellationToken ct);

    /// <summary>Deletes expired sessions.</summary>
    Task SweepAsync(CancellationToken ct);
}
