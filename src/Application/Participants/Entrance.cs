using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>The checks that everybody passes who asks for a participant token, in the specification's order.</summary>
internal sealed class Entrance(
    IRoomRepository rooms,
    IPreferencesRepository preferences,
    ICurrentCaller current,
    CurrentGuess guess
)
{
    /// <summary>Room, then secret, then sign-in.</summary>
    public async Task<Result<Admission>> AdmitAsync(ITokenRequest request, CancellationToken ct)
    {
        if (request.Room is not { } name || await rooms.FindAsync(name, ct) is not { } room)
            return RoomErrors.NotFound;

        if (room.RoleFor(request.Secret) is not { } role)
            return AccessErrors.WrongSecret;
        // At once: what follows may wait for LiveKit, and others at the same address wait for this.
        guess.WasRight();

        var security = await preferences.GetSecurityAsync(ct);
        var mayJoin = security.MayJoin(role, current.Caller);
        if (mayJoin.IsFailure)
            return mayJoin.Error;

        return new Admission(room, request.Participant, role);
    }
}

/// <summary>Into which room, under which name, and as what.</summary>
internal sealed record Admission(Room Room, ParticipantName Participant, ParticipantRole Role);
