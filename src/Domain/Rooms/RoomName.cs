using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>
/// A room's name, which is also its id: ASCII letters, digits, underscores and single hyphens between them. Two hyphens in a row are not
/// allowed, because they separate the parts of a recording id.
/// </summary>
public sealed record RoomName : IParsableValue<RoomName>
{
    /// <summary>The maximum number of characters. The file name of a recording then still fits into 255 bytes.</summary>
    public const int MaxLength = 200;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    private RoomName(string value) => Value = value;

    public static string Rule => "Must be letters, digits, '_' and single '-' between them.";

    public string Value { get; }

    string IParsableValue<RoomName>.Text => Value;

    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomName? value)
    {
        value = IsValid(text) ? new RoomName(text) : null;
        return value is not null;
    }

    /// <exception cref="FormatException">The text is not a room name.</exception>
    public static RoomName Parse(string value) => ParsableValue.Parse<RoomName>(value);

    public override string ToString() => Value;

    private static bool IsValid([NotNullWhen(true)] string? value) =>
        value is { Length: > 0 and <= MaxLength }
        && !value.AsSpan().ContainsAnyExcept(Allowed)
        && !value.StartsWith('-')
        && !value.EndsWith('-')
        && !value.Contains("--", StringComparison.Ordinal);
}
