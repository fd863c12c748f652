using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>A secret that lets its owner join a room in one role. A new secret has 192 random bits and is safe in a URL.</summary>
public sealed record RoomSecret(string Value) : IParsableValue<RoomSecret>
{
    private const int RandomBytes = 24;

    public static string Rule => "Must not be empty.";

    string IParsableValue<RoomSecret>.Text => Value;

    /// <summary>Accepts every text that is not blank.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomSecret? value)
    {
        value = string.IsNullOrWhiteSpace(text) ? null : new RoomSecret(text);
        return value is not null;
    }

    public static RoomSecret New() =>
        new(RandomNumberGenerator.GetHexString(2 * RandomBytes, lowercase: true));

    /// <inheritdoc cref="Secrets.AreSame"/>
    public bool Matches(RoomSecret candidate) => Secrets.AreSame(Value, candidate.Value);

    /// <summary>Omits the secret, because the text of a record ends up in logs.</summary>
    public override string ToString() => "***";
}
