using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Access;

/// <summary>Who is asking, as far as verified credentials prove it. One caller may hold several.</summary>
/// <param name="User">The signed-in user, from an access token.</param>
/// <param name="HoldsApiKey">Whether the API key was sent.</param>
/// <param name="Participant">The participant, from an unexpired participant token.</param>
public sealed record Caller(
    User? User = null,
    bool HoldsApiKey = false,
    ParticipantGrant? Participant = null
)
{
    public static readonly Caller Anonymous = new();

    /// <summary>The server, for what it does of its own accord.</summary>
    public static readonly Caller Server = new() { IsServer = true };

    public bool IsServer { get; private init; }

    public bool IsAdministrator => HoldsApiKey || User?.Role == UserRole.Admin;

    /// <summary>Whether a participant token makes the caller a moderator of this very room.</summary>
    public bool IsModeratorOf(RoomName? room) =>
        Participant is { Role: ParticipantRole.Moderator } grant && grant.Room == room;

    /// <summary>Unauthorized without any credential, forbidden with one that does not suffice.</summary>
    public Error Refusal =>
        this == Anonymous ? AccessErrors.Unauthorized : AccessErrors.InsufficientPermissions;
}
