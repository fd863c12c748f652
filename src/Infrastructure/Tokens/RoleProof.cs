using System.Buffers.Text;
using System.Globalization;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// The claim that proves a participant's role and token family: <c>moderator.</c> or <c>publisher.</c>, the family, and the base64url of
/// the HMAC-SHA256 of these and the token's own claims. Only this server has the key, and a proof is valid for one token only.
/// </summary>
internal sealed class RoleProof(byte[] key)
{
    private const char Separator = TokenFamilyText.Separator;

    private static readonly (ParticipantRole Role, string Name)[] Roles =
    [
        (ParticipantRole.Moderator, "moderator"),
        (ParticipantRole.Publisher, "publisher"),
    ];

    public static string NameOf(ParticipantRole role) =>
        Roles.Single(known => known.Role == role).Name;

    public string Write(ParticipantRole role, TokenFamily family, ProvenClaims claims)
    {
        var name = NameOf(role);
        var familyText = TokenFamilyText.Write(family);
        var mac = ProofMac.Of(
            key,
            claims.Issuer,
            claims.Room,
            claims.Participant,
            name,
            familyText,
            claims.TokenId,
            claims.Expires.ToString(CultureInfo.InvariantCulture)
        );
        return $"{name}{Separator}{familyText}{Separator}{Base64Url.EncodeToString(mac)}";
    }

    /// <returns>What the claim proves, or <see langword="null"/> if it proves nothing for this token.</returns>
    public ProvenRole? Verify(string? claim, ProvenClaims claims)
    {
        if (
            claim?.Split(Separator) is not [var name, var epoch, var id, _]
            || TokenFamilyText.Read(epoch, id) is not { } family
        )
            return null;

        foreach (var (role, known) in Roles)
        {
            // The whole claim is compared, so that only one encoding of its parts is accepted.
            if (name == known && Secrets.AreSame(Write(role, family, claims), claim))
                return new ProvenRole(role, family);
        }

        return null;
    }
}

internal sealed record ProvenRole(ParticipantRole Role, TokenFamily Family);

/// <summary>The claims of a token that its proof of the role covers.</summary>
/// <param name="Expires">In seconds since the Unix epoch.</param>
internal readonly record struct ProvenClaims(
    string Issuer,
    string Room,
    string Participant,
    string TokenId,
    long Expires
);
