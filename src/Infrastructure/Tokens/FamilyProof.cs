using System.Buffers.Text;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.LiveKit;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// The LiveKit attribute that shows with a token of which family somebody has joined. LiveKit's events hold no claims of our own, but the
/// attributes. Everybody in the room sees it and can copy it, and its owner can change or delete it. So it is bound to the room and the
/// name, and its key is not that of <see cref="RoleProof"/>: it never serves as a claim.
/// </summary>
internal sealed class FamilyProof(SigningKeys keys, LiveKitOptions liveKit)
{
    private const string Attribute = "meet";

    /// <summary>128 bits. Longer ones would not fit into the cookie together with the longest names.</summary>
    private const int MacBytes = 16;

    private readonly byte[] _key = keys.FamilyProof;

    public Dictionary<string, string> Write(
        RoomName room,
        ParticipantName participant,
        TokenFamily family
    ) => new(StringComparer.Ordinal) { [Attribute] = TextOf(room, participant, family) };

    /// <returns>The family, or <see langword="null"/> if the attributes do not prove one for this name in this room.</returns>
    public TokenFamily? Read(
        RoomName room,
        ParticipantName participant,
        IReadOnlyDictionary<string, string?>? attributes
    ) =>
        attributes is not null
        && attributes.TryGetValue(Attribute, out var text)
        && text?.Split(TokenFamilyText.Separator) is [var epoch, var id, _]
        && TokenFamilyText.Read(epoch, id) is { } family
        && Secrets.AreSame(TextOf(room, participant, family), text)
            ? family
            : null;

    private string TextOf(RoomName room, ParticipantName participant, TokenFamily family)
    {
        var text = TokenFamilyText.Write(family);
        var mac = ProofMac.Of(_key, liveKit.ApiKey, room.Value, participant.Value, text);
        return $"{text}{TokenFamilyText.Separator}{Base64Url.EncodeToString(mac.AsSpan(0, MacBytes))}";
    }
}
