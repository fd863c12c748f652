using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>Checks a request for a participant token, in the order of the specification.</summary>
internal sealed class RoomAdmission(
    IAdmissionRulesReader rules,
    IParticipantTokens tokens,
    ICurrentCaller current,
    CurrentGuess guess,
    TimeProvider clock
)
{
    /// <summary>Checks the room, then the secret, then the sign-in, then the bans.</summary>
    public async Task<Result<Admission>> AdmitAsync(ITokenRequest request, CancellationToken ct)
    {
        if (request.Room is not { } name)
            return RoomErrors.NotFound;

        var held = await ReadAsync(request.HeldToken);
        var other = await ReadAsync(request.OtherToken);
        ParticipantName[] people =
        [
            .. new[] { request.Participant, held?.Participant, other?.Participant }
                .OfType<ParticipantName>()
                .Distinct(),
        ];
        if (await rules.FindAsync(name, people, ct) is not { } found)
            return RoomErrors.NotFound;

        var room = found.Room;
        if (room.RoleFor(request.Secret) is not { } role)
            // A participant's old link after a rotation is no guess. Secrets are too long to be guessed.
            return held?.Room == name
                ? AccessErrors.InsufficientPermissions
                : AccessErrors.WrongSecret;
        // Reported now, because the next steps may wait for LiveKit, and other clients at the same address wait for the outcome.
        guess.WasRight();

        var mayJoin = found.Security.MayJoin(role, current.Caller);
        if (mayJoin.IsFailure)
            return mayJoin.Error;

        var ban = found.BanOf(request.Participant);
        var revocation = RevocationOf(held, found);
        var now = clock.GetUtcNow();
        if (
            new[] { ban, revocation, RevocationOf(other, found) }.Any(one =>
                one?.IsInForce(now) == true
            )
        )
            return AccessErrors.InsufficientPermissions;

        return new Admission(room, role, revocation is null ? held : null, ban?.Epoch ?? 0);
    }

    private async Task<ParticipantGrant?> ReadAsync(string? token) =>
        token is null ? null : await tokens.ReadAsync(token);

    private static ParticipantBan? RevocationOf(ParticipantGrant? held, AdmissionRules rules) =>
        held is not null
        && held.Room == rules.Room.Name
        && rules.BanOf(held.Participant) is { } ban
        && ban.Revokes(held.Family)
            ? ban
            : null;
}

/// <summary>The room and the role in which a participant may join.</summary>
/// <param name="Held">What the token that the browser sent says; <see langword="null"/> if it is not ours or was revoked.</param>
/// <param name="Epoch">The epoch of a new token family: see <see cref="TokenFamily.Epoch"/>.</param>
internal sealed record Admission(
    Room Room,
    ParticipantRole Role,
    ParticipantGrant? Held,
    int Epoch
);
