namespace OpenViduMeet.Domain.Access;

/// <summary>Issues the tokens of signed-in users. The Web API's authentication schemes verify them.</summary>
public interface IUserTokens
{
    /// <summary>
    /// How long a session lasts from its last renewal: as long as the longer-lived of its two tokens, so that no token that is still
    /// good belongs to a session that has expired.
    /// </summary>
    TimeSpan SessionLifetime { get; }

    /// <summary>Proves who the user is, for a short time, and no longer than the session goes on.</summary>
    UserToken IssueAccess(AccessGrant grant);

    /// <summary>The session's current refresh token: good for new access tokens, and for nothing else.</summary>
    UserToken IssueRefresh(SignInSession session);
}

/// <summary>A signed token and how long it is good.</summary>
public sealed record UserToken(string Value, TimeSpan Lifetime);

/// <summary>What a verified access token proves, as long as <see cref="IAccessGrants"/> says that it holds.</summary>
/// <param name="User">Who signed in, with the role that they had when the token was issued.</param>
/// <param name="SessionId">The sign-in session that the token ends with.</param>
public sealed record AccessGrant(User User, Guid SessionId);

/// <summary>What a verified refresh token proves.</summary>
public sealed record RefreshGrant(string UserName, Guid SessionId, Guid TokenId);
