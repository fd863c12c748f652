using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <param name="HeldToken">The participant token that the browser sent and that is replaced.</param>
public sealed record RefreshParticipantToken(
    RoomName? Room,
    ParticipantName Participant,
    RoomSecret Secret,
    string? HeldToken,
    string? OtherToken = null
) : IRequest<Result<ParticipantToken>>, ITokenRequest, ICounted, IRestricted
{
    public Permission Needs => Permission.Anybody;

    public CountedAs CountedAs => CountedAs.RefreshedToken;

    /// <summary>Omits the secret and the token, because the text of a record ends up in logs.</summary>
    public override string ToString() => $"RefreshParticipantToken {{ Room = {Room} }}";
}

internal sealed class RefreshParticipantTokenHandler(
    RoomAdmission admission,
    IMeetingServer meetings,
    IParticipantTokens tokens,
    TimeProvider clock
) : IRequestHandler<RefreshParticipantToken, Result<ParticipantToken>>
{
    public async Task<Result<ParticipantToken>> Handle(
        RefreshParticipantToken request,
        CancellationToken ct
    )
    {
        var admitted = await admission.AdmitAsync(request, ct);
        if (admitted.IsFailure)
            return admitted.Error;

        var (room, role, previous, _) = admitted.Value;
        var name = request.Participant;

        // Not 401, because the client then signs its user out. The cookie can also be missing because the page is in another site's frame.
        if (previous is null)
            return ParticipantErrors.NotInRoom;
        if (!previous.Names(room.Name, name))
            return AccessErrors.InsufficientPermissions;
        if (!previous.IsExpired(clock.GetUtcNow()))
            return ParticipantErrors.TokenStillValid;

        var present = await meetings.FindParticipantAsync(room.Name, name, ct);
        if (present.IsFailure)
            return present.Error == ParticipantErrors.NotFound
                ? ParticipantErrors.NotInRoom
                : present.Error;
        // Somebody else may have taken the name meanwhile.
        if (present.Value.Family != previous.Family)
            return ParticipantErrors.NotInRoom;

        // A refresh never gives a higher role, whichever secret was sent.
        var sameOrLower = role < previous.Role ? role : previous.Role;
        return tokens.Issue(room, name, sameOrLower, previous.Family);
    }
}
