using System.Diagnostics.CodeAnalysis;
using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

public sealed record GenerateParticipantToken(
    RoomName? Room,
    ParticipantName Participant,
    RoomSecret Secret,
    string? HeldToken,
    string? OtherToken = null
) : IRequest<Result<ParticipantToken>>, ITokenRequest, ICounted, IRestricted
{
    public Permission Needs => Permission.Anybody;

    public CountedAs CountedAs => CountedAs.NewToken;

    /// <summary>Omits the secret and the token, because the text of a record ends up in logs.</summary>
    public override string ToString() => $"GenerateParticipantToken {{ Room = {Room} }}";
}

internal sealed class GenerateParticipantTokenHandler(
    RoomAdmission admission,
    IMeetingServer meetings,
    IParticipantNameHolds holds,
    IParticipantTokens tokens,
    TimeProvider clock
) : IRequestHandler<GenerateParticipantToken, Result<ParticipantToken>>
{
    public async Task<Result<ParticipantToken>> Handle(
        GenerateParticipantToken request,
        CancellationToken ct
    )
    {
        var admitted = await admission.AdmitAsync(request, ct);
        if (admitted.IsFailure)
            return admitted.Error;

        var (room, role, held, epoch) = admitted.Value;
        var name = request.Participant;
        var family = HoldsName(held, room.Name, name) ? held.Family : TokenFamily.New(epoch);
        return await IssueUnderHoldAsync(room, name, role, family, ct);
    }

    /// <summary>
    /// Holds the name first, and then asks whether a participant of that name is present. In the other order, a participant could take and
    /// join under the name between the two steps.
    /// </summary>
    private async Task<Result<ParticipantToken>> IssueUnderHoldAsync(
        Room room,
        ParticipantName name,
        ParticipantRole role,
        TokenFamily family,
        CancellationToken ct
    )
    {
        // Not cancelled: nobody would release a hold that is made while the client leaves.
        if (
            await holds.TryHoldAsync(room.Name, name, family, CancellationToken.None)
            is not { } hold
        )
            return ParticipantErrors.NameTaken;

        Result<ParticipantToken> issued = ParticipantErrors.NameTaken;
        try
        {
            var isFree = await IsFreeForAsync(family, room.Name, name, ct);
            if (isFree.IsFailure)
                issued = isFree.Error;
            else if (IsTooLateFor(hold))
                issued = StorageErrors.Unavailable;
            else if (isFree.Value)
                issued = tokens.Issue(room, name, role, family);
            return issued;
        }
        finally
        {
            if (issued.IsFailure)
                await holds.ReleaseAsync(hold, CancellationToken.None);
        }
    }

    /// <summary>Whether nobody is present under the name, or somebody who joined with a token of the same family.</summary>
    private async Task<Result<bool>> IsFreeForAsync(
        TokenFamily family,
        RoomName room,
        ParticipantName name,
        CancellationToken ct
    )
    {
        var present = await meetings.FindParticipantAsync(room, name, ct);
        if (present.Error == ParticipantErrors.NotFound)
            return true;
        return present.IsFailure ? present.Error : present.Value.Family == family;
    }

    /// <summary>Whether this node was paused, so that somebody else may have the name by now.</summary>
    private bool IsTooLateFor(ParticipantNameHold hold) =>
        clock.GetUtcNow() >= hold.MadeAt + IParticipantNameHolds.IssueLimit;

    /// <summary>Whether the browser has a valid token for the name, for example after a page reload.</summary>
    private bool HoldsName(
        [NotNullWhen(true)] ParticipantGrant? held,
        RoomName room,
        ParticipantName name
    ) => held is not null && held.Names(room, name) && !held.IsExpired(clock.GetUtcNow());
}
