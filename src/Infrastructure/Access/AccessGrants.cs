using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Oidc;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>Reads sessions and users in one statement, so that the answer is consistent.</summary>
internal sealed class AccessGrants(MeetDbContext database, OidcOptions oidc, TimeProvider clock)
    : IAccessGrants
{
    public async Task<bool> HoldsAsync(AccessGrant grant, CancellationToken ct)
    {
        var (user, sessionId) = grant;
        var (key, role) = (user.Key, user.Role);
        var now = clock.GetUtcNow();
        var sessions = database.SignInSessions.Where(session =>
            session.Id == sessionId && session.UserName == key && session.ExpiresAt > now
        );
        return user.IsBuiltIn
            ? await sessions.AnyAsync(
                session =>
                    session.Provider == null
                    && database.Users.Any(row => row.Name == key && row.Role == role),
                ct
            )
            : await sessions.AnyAsync(
                session => session.Provider!.Role == role && session.Provider.Rules == oidc.Rules,
                ct
            );
    }
}
