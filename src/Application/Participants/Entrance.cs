using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>The checks that everybody passes who asks for a participant token, in the specification's order.</summary>
internal sealed class Entrance(IRoomRepository rooms, IPreferencesRepository preferences)
{
    /// <summary>Room, then secret, then sign-in.</summary>
    public async Task<Result<Admission>> AdmitAsync(
        string roomName,
        string secret,
        Caller caller,
        CancellationToken ct
    )
    {
        var room = await rooms.FindAsync(roomName, ct);
        if (room is null)
            return RoomErrors.NotFound;

        if (room.RoleFor(secret) is not { } role)
            return AccessErrors.InsufficientPermissions;

        var security = await preferences.GetSecurityAsync(ct);
        var mayJoin = security.MayJoin(role, caller);
        return mayJoin.IsFailure ? mayJoin.Error : new Admission(room.Name, role);
    }
}

/// <summary>Into which room, and as what.</summary>
internal sealed record Admission(RoomName Room, ParticipantRole Role);
