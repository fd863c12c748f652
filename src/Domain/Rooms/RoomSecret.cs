using System.Security.Cryptography;
using System.Text;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>Whoever knows it may join a room in one role. 192 random bits, safe in a URL.</summary>
public sealed record RoomSecret(string Value)
{
    private const int RandomBytes = 24;

    public static RoomSecret New() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <summary>Compares in a time that tells nothing of where the texts differ, nor of their lengths.</summary>
    public bool Matches(string candidate) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(Value)),
            SHA256.HashData(Encoding.UTF8.GetBytes(candidate))
        );

    /// <summary>Never the secret itself: a record's text ends up in logs.</summary>
    public override string ToString() => "***";
}
