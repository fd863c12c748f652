using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Access;

/// <summary>The caller of a request, as its verified credentials prove it. One caller may hold several credentials.</summary>
/// <param name="User">The signed-in user, from an access token.</param>
/// <param name="ApiKey">The API key that the caller sent.</param>
/// <param name="Participant">The participant, from an unexpired participant token.</param>
public sealed record Caller(
    User? User = null,
    ApiKeyGrant? ApiKey = null,
    ParticipantGrant? Participant = null
)
{
    public static readonly Caller Anonymous = new();

    /// <summary>The server itself, for background work and start-up.</summary>
    public static readonly Caller Server = new() { IsServer = true };

    public bool IsServer { get; private init; }

    public bool IsAdministrator => May(ApiAccess.All);

    /// <summary>Whether the caller is an administrator, or has an API key with this access.</summary>
    public bool May(ApiAccess access) =>
        User?.Role == UserRole.Admin || ApiKey?.Access.HasFlag(access) == true;

    /// <summary>Whether a participant token makes the caller a moderator of this room.</summary>
    public bool IsModeratorOf(RoomName? room) =>
        Participant is { Role: ParticipantRole.Moderator } grant && grant.Room == room;

    /// <summary>Unauthorized if the caller has no credential, forbidden if the credentials do not suffice.</summary>
    public Error Refusal =>
        this == Anonymous ? AccessErrors.Unauthorized : AccessErrors.InsufficientPermissions;
}
