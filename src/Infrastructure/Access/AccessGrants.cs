using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>Reads sessions and users in one statement, so that the answer is consistent.</summary>
internal sealed class AccessGrants(MeetDbContext database, TimeProvider clock) : IAccessGrants
{
    public async Task<bool> HoldsAsync(AccessGrant grant, CancellationToken ct)
    {
        var ((name, role), sessionId) = grant;
        var now = clock.GetUtcNow();
        return await database.SignInSessions.AnyAsync(
            session =>
                session.Id == sessionId
                && session.UserName == name
                && session.ExpiresAt > now
                && database.Users.Any(user => user.Name == name && user.Role == role),
            ct
        );
    }
}
