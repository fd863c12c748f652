using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Access;

/// <summary>The caller of a request, as its verified credentials prove it. One caller may hold several credentials.</summary>
/// <param name="User">The signed-in user, from an access token.</param>
/// <param name="HoldsApiKey">Whether the caller sent the API key.</param>
/// <param name="Participant">The participant, from an unexpired participant token.</param>
public sealed record Caller(
    User? User = null,
    bool HoldsApiKey = false,
    ParticipantGrant? Participant = null
)
{
    public static readonly Caller Anonymous = new();

    /// <summary>The server itself, for background work and start-up.</summary>
    public static readonly Caller Server = new() { IsServer = true };

    public bool IsServer { get; private init; }

    public bool IsAdministrator => HoldsApiKey || User?.Role == UserRole.Admin;

    /// <summary>Whether a participant token makes the caller a moderator of this room.</summary>
    public bool IsModeratorOf(RoomName? room) =>
        Participant is { Role: ParticipantRole.Moderator } grant && grant.Room == room;

    /// <summary>Unauthorized if the caller has no credential, forbidden if the credentials do not suffice.</summary>
    public Error Refusal =>
        this == Anonymous ? AccessErrors.Unauthorized : AccessErrors.InsufficientPermissions;
}
