using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// The participants whom moderators have disconnected, shared by all nodes. An entry lasts as long as its room, because the tokens that
/// it revokes can come back in LiveKit at any time.
/// </summary>
public interface IParticipantBans
{
    /// <summary>
    /// Revokes the tokens that were made for the name until now, and bans the name from now for the configured time
    /// (<c>MEET_KICK_HOLD</c>).
    /// </summary>
    Task BanAsync(RoomName room, ParticipantName participant, CancellationToken ct);

    /// <summary>Ends a ban. The revoked tokens stay revoked.</summary>
    /// <returns>Whether the ban was in force.</returns>
    Task<bool> LiftAsync(RoomName room, ParticipantName participant, CancellationToken ct);

    /// <returns>The entry of this name, in force or not; <see langword="null"/> if it was never disconnected.</returns>
    Task<ParticipantBan?> FindAsync(
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    );

    /// <summary>Whether the token that holds this grant has been revoked.</summary>
    async Task<bool> IsRevokedAsync(ParticipantGrant grant, CancellationToken ct) =>
        (await FindAsync(grant.Room, grant.Participant, ct))?.Revokes(grant.Family) == true;

    /// <summary>Lists the bans of a room that are in force, the latest first.</summary>
    Task<IReadOnlyList<ParticipantBan>> ListInForceAsync(RoomName room, CancellationToken ct);

    /// <summary>Lists the entries of all rooms, in force or not: they revoke tokens nevertheless.</summary>
    Task<IReadOnlyList<ParticipantBan>> ListAsync(CancellationToken ct);
}
