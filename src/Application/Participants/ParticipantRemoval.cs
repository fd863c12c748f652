using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Participants;

/// <summary>
/// Disconnects a participant, revokes the tokens made for the name until now, and bans the name for a while. If the meeting server fails
/// in between, the ban stays, and the removal can be repeated.
/// </summary>
internal sealed class ParticipantRemoval(
    IMeetingServer meetings,
    IParticipantBans bans,
    IParticipantNameHolds holds,
    TimeProvider clock
)
{
    /// <summary>How far the clocks of two nodes may be apart.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <param name="participant"><see langword="null"/> if the text is not a participant name.</param>
    /// <returns><see cref="ParticipantErrors.NotFound"/> if no such participant is in the room.</returns>
    public async Task<Result> RemoveAsync(
        RoomName room,
        ParticipantName? participant,
        CancellationToken ct
    )
    {
        if (participant is not { IsReserved: false } name)
            return ParticipantErrors.NotFound;

        var began = clock.GetUtcNow();
        var present = await meetings.FindParticipantAsync(room, name, ct);
        if (present.IsFailure)
            return present.Error;

        // Before the disconnection, so that the event of a participant who is back at once finds the token revoked.
        await bans.BanAsync(room, name, ct);
        var disconnected = await meetings.DisconnectAsync(room, name, ct);
        // The participant may have left in between.
        if (disconnected.IsFailure && disconnected.Error != ParticipantErrors.NotFound)
            return disconnected;

        await holds.ReleaseAsync(room, name, MadeUntil(began), ct);
        return Result.Ok;
    }

    /// <summary>
    /// A younger hold may be that of another browser, whose request is under way and gets the name once the participant is out. The
    /// participant's own hold ended with the join, or ends with the event of it.
    /// </summary>
    private DateTimeOffset MadeUntil(DateTimeOffset began) =>
        meetings.AdmitsOnIssue ? began : began - IParticipantNameHolds.IssueLimit - ClockTolerance;
}
