using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings.Embedded;

/// <summary>
/// LiveKit learns of participants when they connect. Nobody connects to the stand-in, so that a token's issue counts as the
/// joining, and lasts as long as the token can be refreshed.
/// </summary>
internal sealed class AdmittingTokenIssuer(
    IParticipantTokens tokens,
    EmbeddedMeetingServer server,
    TimeProvider clock
) : IParticipantTokens
{
    public TimeSpan Lifetime => tokens.Lifetime;

    public ParticipantToken Issue(Room room, ParticipantName participant, ParticipantRole role)
    {
        var token = tokens.Issue(room, participant, role);
        server.Admit(
            room.Name,
            participant,
            clock.GetUtcNow() + token.Lifetime + ParticipantGrant.RefreshWindow
        );
        return token;
    }

    public Task<ParticipantGrant?> ReadAsync(string token) => tokens.ReadAsync(token);
}
