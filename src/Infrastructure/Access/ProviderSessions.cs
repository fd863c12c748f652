using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Oidc;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>Ends the sessions of an identity provider's accounts when the settings that gave their roles have changed.</summary>
internal sealed partial class ProviderSessions(
    MeetDbContext database,
    OidcOptions options,
    ILogger<ProviderSessions> logger
)
{
    public async Task EndOthersAsync(CancellationToken ct)
    {
        var rules = options.Rules;
        var ended = await database
            .SignInSessions.Where(session =>
                session.Provider != null && session.Provider.Rules != rules
            )
            .ExecuteDeleteAsync(ct);
        if (ended > 0)
            LogEnded(ended);
    }

    [LoggerMessage(
        LogLevel.Information,
        "The settings of OpenID Connect have changed, and {Count} sessions of the provider's users have ended"
    )]
    private partial void LogEnded(int count);
}
