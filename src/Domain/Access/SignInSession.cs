namespace OpenViduMeet.Domain.Access;

/// <summary>
/// One sign-in, from its first refresh token to its last. Each refresh replaces the token. One refresh token of a session is current
/// at any time; a token that was replaced at most <see cref="ReuseGrace"/> ago is still accepted.
/// </summary>
/// <param name="Id">The session's id, which each of its tokens holds.</param>
/// <param name="UserName">The user who signed in; see <see cref="User.Key"/>.</param>
/// <param name="CurrentTokenId">The id of the current refresh token.</param>
/// <param name="ExpiresAt">When the session ends unless it is renewed. None of its tokens is valid for longer.</param>
public sealed record SignInSession(
    Guid Id,
    string UserName,
    Guid CurrentTokenId,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>
    /// How long a refresh token is still accepted after its replacement: two tabs may use it at the same moment, or the response with
    /// the new token may be lost.
    /// </summary>
    public static readonly TimeSpan ReuseGrace = TimeSpan.FromSeconds(30);

    /// <summary>Begins the session of a user who has just signed in.</summary>
    public static SignInSession Begin(string userName, DateTimeOffset expiresAt) =>
        new(Guid.NewGuid(), userName, CurrentTokenId: Guid.NewGuid(), expiresAt);

    /// <summary>What the identity provider said about the user; <see langword="null"/> for a built-in user.</summary>
    public ProviderSignIn? Provider { get; init; }

    /// <returns>The user of the identity provider, or <see langword="null"/> if the session is a built-in user's.</returns>
    public User? ProviderUser() =>
        Provider is null ? null : new ProviderAccount(UserName, Provider).ToUser();
}
