using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Application.Access;

/// <summary>The tokens of a signed-in browser.</summary>
public sealed record UserTokens(UserToken Access, UserToken Refresh)
{
    /// <summary>Issues both tokens of a session.</summary>
    internal static UserTokens Issue(IUserTokens tokens, User user, SignInSession session) =>
        new(tokens.IssueAccess(new AccessGrant(user, session.Id)), tokens.IssueRefresh(session));
}
