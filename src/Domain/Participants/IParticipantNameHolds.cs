using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// The names that are held for participants who have a token but have not joined yet. All nodes share them.
/// </summary>
public interface IParticipantNameHolds
{
    /// <summary>How long a name is held for a participant who does not join.</summary>
    static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>How long after the hold was made a token may be issued under it. It is the time of a request.</summary>
    static readonly TimeSpan IssueLimit = AnswerTime.Limit;

    /// <summary>
    /// Holds a name if nobody holds it, or prolongs the hold of the same family. If several families ask for it at the same moment, one
    /// succeeds.
    /// </summary>
    /// <returns>The hold of this family, or <see langword="null"/> if another one holds the name.</returns>
    Task<ParticipantNameHold?> TryHoldAsync(
        RoomName room,
        ParticipantName participant,
        TokenFamily family,
        CancellationToken ct
    );

    /// <summary>Ends a hold of this caller. Does nothing if the hold has expired and somebody else holds the name.</summary>
    Task ReleaseAsync(ParticipantNameHold hold, CancellationToken ct);

    /// <summary>
    /// Releases a name. The participant was disconnected, or has joined: from then on the name is taken as long as the participant is
    /// present. A hold made after that instant is another one's and stays.
    /// </summary>
    Task ReleaseAsync(
        RoomName room,
        ParticipantName participant,
        DateTimeOffset madeUntil,
        CancellationToken ct
    );

    /// <summary>Lists the rooms with a hold that was made before an instant and has not expired.</summary>
    Task<IReadOnlyList<RoomName>> ListRoomsAsync(DateTimeOffset madeBefore, CancellationToken ct);

    /// <summary>Lists the holds for some names in a room that were made before an instant and have not expired.</summary>
    Task<IReadOnlyList<ParticipantNameHold>> ListAsync(
        RoomName room,
        IReadOnlyCollection<ParticipantName> participants,
        DateTimeOffset madeBefore,
        CancellationToken ct
    );

    /// <summary>Deletes the holds that have expired.</summary>
    Task SweepAsync(CancellationToken ct);
}

/// <summary>A name that is held for a participant until an instant.</summary>
/// <param name="FamilyId">The family of the tokens for which the name is held.</param>
public sealed record ParticipantNameHold(
    RoomName Room,
    ParticipantName Participant,
    DateTimeOffset HeldUntil,
    Guid FamilyId
)
{
    public DateTimeOffset MadeAt => HeldUntil - IParticipantNameHolds.Duration;
}
