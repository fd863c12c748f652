using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Checks a request for a participant token, in the order of the specification.</summary>
internal sealed class RoomAdmission(
    IAdmissionRulesReader rules,
    ICurrentCaller current,
    CurrentGuess guess
)
{
    /// <summary>Checks the room, then the secret, then the sign-in.</summary>
    public async Task<Result<Admission>> AdmitAsync(ITokenRequest request, CancellationToken ct)
    {
        if (request.Room is not { } name || await rules.FindAsync(name, ct) is not { } found)
            return RoomErrors.NotFound;

        var (room, security) = found;
        if (room.RoleFor(request.Secret) is not { } role)
            return AccessErrors.WrongSecret;
        // Reported now, because the next steps may wait for LiveKit, and other clients at the same address wait for the outcome.
        guess.WasRight();

        var mayJoin = security.MayJoin(role, current.Caller);
        if (mayJoin.IsFailure)
            return mayJoin.Error;

        return new Admission(room, role);
    }
}

/// <summary>The room and the role in which a participant may join.</summary>
internal sealed record Admission(Room Room, ParticipantRole Role);
