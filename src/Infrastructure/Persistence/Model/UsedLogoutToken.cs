namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A logout token of the identity provider that has been used. Deleted when the token is too old to be accepted.</summary>
/// <param name="Key">A hash of the token's id.</param>
internal sealed record UsedLogoutToken(string Key, DateTimeOffset ValidUntil);
