using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>
/// Disconnects a participant, revokes the tokens made for the name until now, and bans the name for a while. If the meeting server fails
/// in between, the ban stays, and the request can be repeated.
/// </summary>
/// <param name="Participant"><see langword="null"/> if the text is not a participant name.</param>
public sealed record DisconnectParticipant(RoomName Room, ParticipantName? Participant)
    : IRequest<Result>,
        IAudited,
        ICounted,
        IRestricted
{
    public Permission Needs => Permission.ModeratorOf(Room);

    public CountedAs CountedAs => CountedAs.Disconnection;

    public AuditSubject Subject => new(Room, Participant);
}

internal sealed class DisconnectParticipantHandler(
    IMeetingServer meetings,
    IParticipantBans bans,
    IParticipantNameHolds holds,
    TimeProvider clock
) : IRequestHandler<DisconnectParticipant, Result>
{
    /// <summary>How far the clocks of two nodes may be apart.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    public async Task<Result> Handle(DisconnectParticipant request, CancellationToken ct)
    {
        if (request.Participant is not { IsReserved: false } name)
            return ParticipantErrors.NotFound;

        var began = clock.GetUtcNow();
        var present = await meetings.FindParticipantAsync(request.Room, name, ct);
        if (present.IsFailure)
            return present.Error;

        // Before the disconnection, so that the event of a participant who is back at once finds the token revoked.
        await bans.BanAsync(request.Room, name, ct);
        var disconnected = await meetings.DisconnectAsync(request.Room, name, ct);
        // The participant may have left in between.
        if (disconnected.IsFailure && disconnected.Error != ParticipantErrors.NotFound)
            return disconnected;

        await holds.ReleaseAsync(request.Room, name, MadeUntil(began), ct);
        return Result.Ok;
    }

    /// <summary>
    /// A younger hold may be that of another browser, whose request is under way and gets the name once the participant is out. The
    /// participant's own hold ended with the join, or ends with the event of it.
    /// </summary>
    private DateTimeOffset MadeUntil(DateTimeOffset began) =>
        meetings.AdmitsOnIssue ? began : began - IParticipantNameHolds.IssueLimit - ClockTolerance;
}
