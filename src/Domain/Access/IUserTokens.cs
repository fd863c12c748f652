namespace OpenViduMeet.Domain.Access;

/// <summary>Issues the tokens of signed-in users. The Web API's authentication schemes verify them.</summary>
public interface IUserTokens
{
    /// <summary>
    /// How long a session lasts after its last renewal: the longer of the two token lifetimes, so that no valid token belongs to an
    /// expired session.
    /// </summary>
    TimeSpan SessionLifetime { get; }

    /// <summary>Issues an access token, which proves the user's identity until it expires or the session ends.</summary>
    UserToken IssueAccess(AccessGrant grant);

    /// <summary>Issues the session's current refresh token, which is valid only to get new tokens.</summary>
    UserToken IssueRefresh(SignInSession session);
}

/// <summary>A signed token and how long it is valid.</summary>
public sealed record UserToken(string Value, TimeSpan Lifetime);

/// <summary>What a verified access token proves, while <see cref="IAccessGrants"/> confirms it.</summary>
/// <param name="User">The user who signed in, with the role at the time the token was issued.</param>
/// <param name="SessionId">The sign-in session that the token ends with.</param>
public sealed record AccessGrant(User User, Guid SessionId);

/// <summary>What a verified refresh token proves.</summary>
/// <param name="UserName">The user; see <see cref="User.Key"/>.</param>
public sealed record RefreshGrant(string UserName, Guid SessionId, Guid TokenId);
