using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class SignInSessionRepository(MeetDbContext database, TimeProvider clock)
    : ISignInSessionRepository
{
    public async Task AddAsync(SignInSession session, CancellationToken ct)
    {
        // Signing in is rare enough to sweep out what has expired on the way.
        var now = clock.GetUtcNow();
        await database.SignInSessions.Where(old => old.ExpiresAt <= now).ExecuteDeleteAsync(ct);

        database.SignInSessions.Add(session);
        await database.SaveChangesAsync(ct);
    }

    public async Task<bool> TryRenewAsync(
        SignInSession renewed,
        Guid usedTokenId,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var replaced = await database
            .SignInSessions.Where(session =>
                session.Id == renewed.Id
                && session.UserName == renewed.UserName
                && session.CurrentTokenId == usedTokenId
                && session.ExpiresAt > now
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(session => session.CurrentTokenId, renewed.CurrentTokenId)
                        .SetProperty(session => session.ExpiresAt, renewed.ExpiresAt),
                ct
            );
        if (replaced == 1)
            return true;

        // A thief who leaves before the answer does not keep the session alive.
        await RemoveAsync(renewed.Id, CancellationToken.None);
        return false;
    }

    public Task RemoveAsync(Guid sessionId, CancellationToken ct) =>
        database.SignInSessions.Where(session => session.Id == sessionId).ExecuteDeleteAsync(ct);
}
