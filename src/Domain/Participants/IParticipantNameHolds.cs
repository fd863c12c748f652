using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// Names that have been promised to somebody who has a token but has not joined yet, shared by all nodes.
/// </summary>
public interface IParticipantNameHolds
{
    /// <summary>How long a name is held for somebody who does not join.</summary>
    static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>Holds a name that nobody holds. Of several calls at the same moment, one succeeds.</summary>
    /// <returns>Whether the name is now held for this caller.</returns>
    Task<bool> TryHoldAsync(RoomName room, ParticipantName participant, CancellationToken ct);

    /// <summary>Lets a name go: its participant has joined, and from then on presence decides, or was disconnected.</summary>
    Task ReleaseAsync(RoomName room, ParticipantName participant, CancellationToken ct);

    /// <summary>The rooms in which names are held at this moment.</summary>
    Task<IReadOnlyList<RoomName>> ListRoomsAsync(CancellationToken ct);

    /// <summary>Forgets names that are not held any more.</summary>
    Task SweepAsync(CancellationToken ct);
}
