namespace OpenViduMeet.Domain.Access;

/// <summary>Knows which access tokens have ended before they expired, on whichever node that happened.</summary>
public interface IAccessGrants
{
    /// <returns>
    /// Whether the session has neither ended nor expired and is that user's, and the user still exists and has that role.
    /// </returns>
    Task<bool> HoldsAsync(AccessGrant grant, CancellationToken ct);
}
