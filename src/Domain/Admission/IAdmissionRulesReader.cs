using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Admission;

/// <summary>Reads what decides who may join a room. Never cached: a change on one node is seen by all at once.</summary>
public interface IAdmissionRulesReader
{
    /// <param name="people">The names whose bans are read.</param>
    /// <returns><see langword="null"/> if there is no such room, or it has expired.</returns>
    Task<AdmissionRules?> FindAsync(
        RoomName name,
        IReadOnlyList<ParticipantName> people,
        CancellationToken ct
    );
}

/// <summary>What decides who may join a room, as of one moment.</summary>
/// <param name="Bans">The entries of the names that were asked for, in force or not.</param>
public sealed record AdmissionRules(
    Room Room,
    SecurityPreferences Security,
    IReadOnlyList<ParticipantBan> Bans
)
{
    public ParticipantBan? BanOf(ParticipantName participant) =>
        Bans.FirstOrDefault(ban => ban.Participant == participant);
}
