using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// The claim that proves a participant's role: <c>moderator.</c> or <c>publisher.</c>, followed by the base64url of the HMAC-SHA256 of
/// the role and the token's own claims. Only this server has the key, and a proof is valid for one token only.
/// </summary>
internal sealed class RoleProof(byte[] key)
{
    private const char Separator = '.';

    private static readonly (ParticipantRole Role, string Name)[] Roles =
    [
        (ParticipantRole.Moderator, "moderator"),
        (ParticipantRole.Publisher, "publisher"),
    ];

    public static string NameOf(ParticipantRole role) =>
        Roles.Single(known => known.Role == role).Name;

    public string Write(ParticipantRole role, ProvenClaims claims)
    {
        var name = NameOf(role);
        return $"{name}{Separator}{Base64Url.EncodeToString(Mac(name, claims))}";
    }

    /// <returns>The role, or <see langword="null"/> if the claim does not prove one for this token.</returns>
    public ParticipantRole? Verify(string? claim, ProvenClaims claims)
    {
        foreach (var (role, name) in Roles)
        {
            // The whole claim is compared, so that only one encoding of a MAC is accepted.
            if (
                CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(claim ?? ""),
                    Encoding.UTF8.GetBytes(Write(role, claims))
                )
            )
                return role;
        }

        return null;
    }

    /// <summary>Each text is preceded by its length, so that different lists of texts never have the same bytes.</summary>
    private byte[] Mac(string role, ProvenClaims claims)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (
            var text in (ReadOnlySpan<string>)
                [
                    claims.Issuer,
                    claims.Room,
                    claims.Participant,
                    role,
                    claims.TokenId,
                    claims.Expires.ToString(CultureInfo.InvariantCulture),
                ]
        )
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}

/// <summary>The claims of a token that its proof of the role covers.</summary>
/// <param name="Expires">In seconds since the Unix epoch.</param>
internal readonly record struct ProvenClaims(
    string Issuer,
    string Room,
    string Participant,
    string TokenId,
    long Expires
);
