using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// What a participant is called, and the identity that LiveKit knows them by: any text of 1 to 256 bytes of UTF-8 that has a
/// visible character and no control character, and is neither <c>.</c> nor <c>..</c>. Unique within a room, compared by ordinal.
/// </summary>
public sealed record ParticipantName : IParsableValue<ParticipantName>
{
    /// <summary>Bytes of UTF-8 at the most: LiveKit lets nobody join whose identity is longer.</summary>
    public const int MaxBytes = 256;

    /// <summary>How LiveKit names its own: recorders by their egress, agents by their job.</summary>
    private static readonly string[] ReservedPrefixes = ["EG_", "agent-AJ_"];

    /// <summary>
    /// Letters and symbols by their category that show nothing: the Hangul fillers (Unicode's Default_Ignorable_Code_Point), and
    /// the characters that Unicode names blank or null.
    /// </summary>
    private static readonly int[] InvisibleLettersAndSymbols =
    [
        0x115F,
        0x1160,
        0x2800,
        0x3164,
        0xFFA0,
        0x13441,
        0x13442,
        0x1D159,
    ];

    private ParticipantName(string value) => Value = value;

    public static string Rule =>
        "Must have at most 256 bytes of UTF-8, at least one visible character and no control characters, and must not be '.' or '..'.";

    public string Value { get; }

    string IParsableValue<ParticipantName>.Text => Value;

    /// <summary>
    /// Whether a recorder or an agent of LiveKit's own would be called this. No person may be: nobody could disconnect them.
    /// </summary>
    public bool IsReserved =>
        ReservedPrefixes.Any(prefix => Value.StartsWith(prefix, StringComparison.Ordinal));

    public static bool TryParse(string? text, [NotNullWhen(true)] out ParticipantName? value)
    {
        value = IsValid(text) ? new ParticipantName(text) : null;
        return value is not null;
    }

    /// <exception cref="FormatException">The text is not a participant's name.</exception>
    public static ParticipantName Parse(string value) =>
        TryParse(value, out var name)
            ? name
            : throw new FormatException(
                "Not a participant's name: 1 to 256 bytes of UTF-8, at least one visible character, no control characters."
            );

    public override string ToString() => Value;

    private static bool IsValid([NotNullWhen(true)] string? value)
    {
        // As segments of a path, '.' and '..' are steps (RFC 3986 §5.2.4), percent-encoded too: nobody could be disconnected.
        if (value is null or "." or ".." || value.Length > MaxBytes)
            return false;

        var bytes = 0;
        var canBeSeen = false;
        for (var rest = value.AsSpan(); !rest.IsEmpty; )
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != OperationStatus.Done)
                return false;
            if (Rune.IsControl(rune))
                return false;

            bytes += rune.Utf8SequenceLength;
            canBeSeen = canBeSeen || IsVisible(rune);
            rest = rest[consumed..];
        }

        return canBeSeen && bytes <= MaxBytes;
    }

    /// <summary>
    /// Letters, numbers, punctuation and symbols. Marks change the look of another character, and separators, formats, private and
    /// unassigned characters have none that everybody sees.
    /// </summary>
    private static bool IsVisible(Rune rune) =>
        (
            Rune.IsLetterOrDigit(rune)
            || Rune.IsNumber(rune)
            || Rune.IsPunctuation(rune)
            || Rune.IsSymbol(rune)
        ) && !InvisibleLettersAndSymbols.Contains(rune.Value);
}
