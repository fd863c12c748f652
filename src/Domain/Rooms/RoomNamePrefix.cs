using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>The readable beginning of a room's name. It may be empty.</summary>
public sealed record RoomNamePrefix : IParsableValue<RoomNamePrefix>
{
    /// <summary>The maximum number of characters that a caller may send.</summary>
    public const int MaxLength = RoomName.MaxLength - RandomLength - 1;

    private const int RandomLength = 15;
    private const string RandomAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private RoomNamePrefix(string value) => Value = value;

    public static string Rule => "Must be a text.";

    public string Value { get; }

    string IParsableValue<RoomNamePrefix>.Text => Value;

    /// <summary>Every text gives a prefix. See <see cref="From"/>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomNamePrefix? value)
    {
        value = text is null ? null : From(text);
        return value is not null;
    }

    /// <summary>Keeps the ASCII letters, digits and single hyphens of the requested text, and drops the rest.</summary>
    public static RoomNamePrefix From(string? requested)
    {
        var kept = new StringBuilder();
        foreach (var character in requested ?? "")
        {
            var afterHyphen = kept.Length == 0 || kept[^1] == '-';
            if (char.IsAsciiLetterOrDigit(character) || (character == '-' && !afterHyphen))
                kept.Append(character);
        }

        return new RoomNamePrefix(kept.ToString().TrimEnd('-'));
    }

    /// <summary>Creates a room name: the prefix, a hyphen and 15 random characters, or only these if the prefix is empty.</summary>
    public RoomName NewRoomName()
    {
        var random = RandomNumberGenerator.GetString(RandomAlphabet, RandomLength);
        return RoomName.Parse(Value.Length == 0 ? random : $"{Value}-{random}");
    }

    public override string ToString() => Value;
}
