using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// A participant's name, which is also the participant's identity in LiveKit: 1 to 256 bytes of UTF-8 with at least one visible character
/// and no control characters, but not <c>.</c> or <c>..</c>. Names are unique within a room and compared by ordinal.
/// </summary>
public sealed record ParticipantName : IParsableValue<ParticipantName>
{
    /// <summary>The maximum length in bytes of UTF-8. LiveKit refuses a longer identity.</summary>
    public const int MaxBytes = 256;

    /// <summary>The prefixes of LiveKit's own participants: recorders (egress id) and agents (job id).</summary>
    private static readonly string[] ReservedPrefixes = ["EG_", "agent-AJ_"];

    /// <summary>
    /// Characters that Unicode categorizes as letters or symbols but that are invisible: the Hangul fillers (Default_Ignorable_Code_Point),
    /// and the characters that Unicode names blank or null.
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
        $"Must have at most {MaxBytes} bytes of UTF-8, at least one visible character and no control characters, and must not be '.' or '..'.";

    public string Value { get; }

    string IParsableValue<ParticipantName>.Text => Value;

    /// <summary>
    /// Whether LiveKit uses such a name for its own recorders and agents. Other participants must not have one, because they could not be
    /// disconnected.
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
        ParsableValue.Parse<ParticipantName>(value);

    public override string ToString() => Value;

    private static bool IsValid([NotNullWhen(true)] string? value)
    {
        // In a path, '.' and '..' are removed even if percent-encoded (RFC 3986 §5.2.4), so such a participant could not be disconnected.
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
    /// Letters, numbers, punctuation and symbols are visible. Marks only change another character. Separators, format characters, private and
    /// unassigned characters are invisible or look different everywhere.
    /// </summary>
    private static bool IsVisible(Rune rune) =>
        (
            Rune.IsLetterOrDigit(rune)
            || Rune.IsNumber(rune)
            || Rune.IsPunctuation(rune)
            || Rune.IsSymbol(rune)
        ) && !InvisibleLettersAndSymbols.Contains(rune.Value);
}
