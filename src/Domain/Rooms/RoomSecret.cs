using System.Security.Cryptography;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>Whoever knows it may join a room in one role. 192 random bits, safe in a URL.</summary>
public sealed record RoomSecret(string Value)
{
    private const int RandomBytes = 24;

    public static RoomSecret New() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <inheritdoc cref="Secrets.AreSame"/>
    public bool Matches(string candidate) => Secrets.AreSame(Value, candidate);

    /// <summary>Never the secret itself: a record's text ends up in logs.</summary>
    public override string ToString() => "***";
}
