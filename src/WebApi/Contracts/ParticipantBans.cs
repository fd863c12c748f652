using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The bans of a room that are in force.</summary>
/// <param name="Bans">The bans, the latest first.</param>
public sealed record ParticipantBanList(IReadOnlyList<MeetParticipantBan> Bans)
{
    internal static ParticipantBanList Of(IEnumerable<ParticipantBan> bans) =>
        new([
            .. bans.Select(ban => new MeetParticipantBan(
                ban.Participant.Value,
                ban.Since.ToUnixTimeMilliseconds(),
                ban.Until.ToUnixTimeMilliseconds()
            )),
        ]);
}

/// <summary>A participant who was disconnected and may not come back yet.</summary>
/// <param name="ParticipantName">The name of the participant.</param>
/// <param name="Since">When the participant was disconnected (milliseconds since the Unix epoch).</param>
/// <param name="Until">When the ban ends (milliseconds since the Unix epoch).</param>
public sealed record MeetParticipantBan(string ParticipantName, long Since, long Until);
