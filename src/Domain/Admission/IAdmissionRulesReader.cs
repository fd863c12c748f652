using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Admission;

/// <summary>Reads what decides who may join a room. Never cached: a change on one node is seen by all at once.</summary>
public interface IAdmissionRulesReader
{
    /// <returns><see langword="null"/> if there is no such room, or it has expired.</returns>
    Task<AdmissionRules?> FindAsync(RoomName name, CancellationToken ct);
}

/// <summary>What decides who may join a room, as of one moment.</summary>
public sealed record AdmissionRules(Room Room, SecurityPreferences Security);
