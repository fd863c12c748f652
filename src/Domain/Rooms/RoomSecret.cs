using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>Whoever knows it may join a room in one role. 192 random bits, safe in a URL.</summary>
public sealed record RoomSecret(string Value) : IParsableValue<RoomSecret>
{
    private const int RandomBytes = 24;

    public static string Rule => "Must not be empty.";

    string IParsableValue<RoomSecret>.Text => Value;

    /// <summary>Every text that is not blank may be a secret.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomSecret? value)
    {
        value = string.IsNullOrWhiteSpace(text) ? null : new RoomSecret(text);
        return value is not null;
    }

    public static RoomSecret New() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <inheritdoc cref="Secrets.AreSame"/>
    public bool Matches(RoomSecret candidate) => Secrets.AreSame(Value, candidate.Value);

    /// <summary>Never the secret itself: a record's text ends up in logs.</summary>
    public override string ToString() => "***";
}
