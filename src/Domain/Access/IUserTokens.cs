namespace OpenViduMeet.Domain.Access;

/// <summary>Issues the tokens of signed-in users. The Web API's authentication schemes verify them.</summary>
public interface IUserTokens
{
    /// <summary>How long a refresh token is good, and a session with it.</summary>
    TimeSpan RefreshLifetime { get; }

    /// <summary>Proves who the user is, for a short time.</summary>
    UserToken IssueAccess(User user);

    /// <summary>The session's current refresh token: good for new access tokens, and for nothing else.</summary>
    UserToken IssueRefresh(SignInSession session);
}

/// <summary>A signed token and how long it is good.</summary>
public sealed record UserToken(string Value, TimeSpan Lifetime);

/// <summary>What a verified refresh token proves.</summary>
public sealed record RefreshGrant(string UserName, Guid SessionId, Guid TokenId);
