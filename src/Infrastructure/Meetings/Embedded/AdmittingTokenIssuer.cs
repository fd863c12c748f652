using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Meetings.Embedded;

/// <summary>
/// Issues tokens and admits their participants to the embedded stand-in. LiveKit learns of participants when they connect. Nobody
/// connects to the stand-in, so a participant counts as present from the issue of the token until it can no longer be refreshed.
/// </summary>
internal sealed class AdmittingTokenIssuer(
    IParticipantTokens tokens,
    EmbeddedMeetingServer server,
    TimeProvider clock
) : IParticipantTokens
{
    public TimeSpan Lifetime => tokens.Lifetime;

    public ParticipantToken Issue(
        Room room,
        ParticipantName participant,
        ParticipantRole role,
        TokenFamily family
    )
    {
        var token = tokens.Issue(room, participant, role, family);
        server.Admit(
            room.Name,
            participant,
            family,
            clock.GetUtcNow() + token.Lifetime + ParticipantGrant.RefreshWindow
        );
        return token;
    }

    public Task<ParticipantGrant?> ReadAsync(string token) => tokens.ReadAsync(token);
}
