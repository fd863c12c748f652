using System.Security.Cryptography;
using System.Text;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>The readable beginning of a room's name. May be empty.</summary>
public sealed record RoomNamePrefix
{
    /// <summary>Characters at the most that a caller may ask for.</summary>
    public const int MaxLength = RoomName.MaxLength - RandomLength - 1;

    private const int RandomLength = 15;
    private const string RandomAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private RoomNamePrefix(string value) => Value = value;

    public string Value { get; }

    /// <summary>Keeps letters, digits and single hyphens of what was asked for, and drops the rest.</summary>
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

    /// <summary>A new room name: the prefix, a hyphen and 15 random characters, or those alone.</summary>
    public RoomName NewRoomName()
    {
        var random = RandomNumberGenerator.GetString(RandomAlphabet, RandomLength);
        return RoomName.Parse(Value.Length == 0 ? random : $"{Value}-{random}");
    }

    public override string ToString() => Value;
}
