namespace OpenViduMeet.Domain.Access;

/// <summary>Tells which access tokens were ended before they expired, on any node.</summary>
public interface IAccessGrants
{
    /// <returns>
    /// Whether the session is the user's and has neither ended nor expired, and the user still exists and has the role. A user of the
    /// identity provider exists as long as the session.
    /// </returns>
    Task<bool> HoldsAsync(AccessGrant grant, CancellationToken ct);
}
