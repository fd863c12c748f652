using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

/// <param name="providerRules">See <see cref="ProviderSignIn.Rules"/>.</param>
internal sealed class SignInSessionRepository(
    MeetDbContext database,
    string providerRules,
    TimeProvider clock
) : ISignInSessionRepository
{
    public async Task AddAsync(SignInSession session, CancellationToken ct)
    {
        database.SignInSessions.Add(session);
        await database.SaveChangesAsync(ct);
    }

    public async Task<SignInSession?> RenewAsync(
        SignInSession renewed,
        Guid usedTokenId,
        CancellationToken ct
    )
    {
        // The first statement takes the lock: no other call renews this session until the transaction ends.
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        var isReplaced = await TryReplaceAsync(renewed, usedTokenId, ct);

        // Not cancelled from here on: a thief who disconnects before the response must not keep the session alive.
        ct = CancellationToken.None;
        if (isReplaced)
            await NoteReplacementAsync(renewed.Id, usedTokenId, ct);
        else if (!await TryProlongAsync(renewed, usedTokenId, ct))
            await RemoveAsync(renewed.Id, ct);

        var current = await Same(renewed).AsNoTracking().SingleOrDefaultAsync(ct);
        await transaction.CommitAsync(ct);
        return current;
    }

    public Task SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database
            .SignInSessions.Where(session => session.ExpiresAt <= now)
            .ExecuteDeleteAsync(ct);
    }

    public Task RemoveAsync(Guid sessionId, CancellationToken ct) =>
        database.ChangeAsync(
            () =>
                database
                    .SignInSessions.Where(session => session.Id == sessionId)
                    .ExecuteDeleteAsync(ct),
            ct
        );

    public async Task<IReadOnlyList<Guid>?> EndAsync(ProviderLogout logout, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (!await TryNoteUseAsync(logout, ct))
            return null;

        var (account, providerSession) = (logout.AccountKey, logout.SessionKey);
        var meant = database.SignInSessions.Where(session =>
            providerSession == null
                ? session.UserName == account
                : session.Provider!.SessionKey == providerSession
                    || (session.UserName == account && session.Provider.SessionKey == null)
        );
        var ended = await meant.Select(session => session.Id).ToListAsync(ct);
        await database.ChangeAsync(
            () =>
                database
                    .SignInSessions.Where(session => ended.Contains(session.Id))
                    .ExecuteDeleteAsync(ct),
            ct
        );
        await transaction.CommitAsync(ct);
        return ended;
    }

    /// <returns><see langword="false"/> if the token has been used before.</returns>
    private async Task<bool> TryNoteUseAsync(ProviderLogout logout, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await database
            .UsedLogoutTokens.Where(used => used.ValidUntil <= now)
            .ExecuteDeleteAsync(ct);
        var validUntil = logout.ValidUntil.ToUnixTimeMilliseconds();
        return await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "UsedLogoutTokens" ("Key", "ValidUntil")
                VALUES ({logout.TokenKey}, {validUntil})
                ON CONFLICT ("Key") DO NOTHING
                """,
                ct
            ) == 1;
    }

    private async Task<bool> TryReplaceAsync(
        SignInSession renewed,
        Guid usedTokenId,
        CancellationToken ct
    ) =>
        await Same(renewed)
            .Where(session => session.CurrentTokenId == usedTokenId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(session => session.CurrentTokenId, renewed.CurrentTokenId)
                        .SetProperty(session => session.ExpiresAt, renewed.ExpiresAt),
                ct
            ) == 1;

    /// <summary>Prolongs the session if the token was replaced within the grace period.</summary>
    private async Task<bool> TryProlongAsync(
        SignInSession renewed,
        Guid usedTokenId,
        CancellationToken ct
    )
    {
        var since = clock.GetUtcNow() - SignInSession.ReuseGrace;
        return await Same(renewed)
                .Where(session =>
                    database.ReplacedRefreshTokens.Any(replaced =>
                        replaced.TokenId == usedTokenId
                        && replaced.SessionId == session.Id
                        && replaced.ReplacedAt >= since
                    )
                )
                .ExecuteUpdateAsync(
                    set => set.SetProperty(session => session.ExpiresAt, renewed.ExpiresAt),
                    ct
                ) == 1;
    }

    /// <summary>Records the replaced token, and deletes the session's tokens whose grace period is over.</summary>
    private async Task NoteReplacementAsync(Guid sessionId, Guid tokenId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var since = now - SignInSession.ReuseGrace;
        await database
            .ReplacedRefreshTokens.Where(replaced =>
                replaced.SessionId == sessionId && replaced.ReplacedAt < since
            )
            .ExecuteDeleteAsync(ct);
        database.ReplacedRefreshTokens.Add(new ReplacedRefreshToken(tokenId, sessionId, now));
        await database.SaveChangesAsync(ct);
    }

    /// <summary>The session, if it belongs to the same user, has not expired, and the server has the settings that gave the role.</summary>
    private IQueryable<SignInSession> Same(SignInSession renewed)
    {
        var now = clock.GetUtcNow();
        return database.SignInSessions.Where(session =>
            session.Id == renewed.Id
            && session.UserName == renewed.UserName
            && session.ExpiresAt > now
            && (session.Provider == null || session.Provider.Rules == providerRules)
        );
    }
}
