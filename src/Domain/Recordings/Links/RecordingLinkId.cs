using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Recordings.Links;

/// <summary>The id of a link to a recording: 16 ASCII letters and digits. It is no secret.</summary>
public sealed record RecordingLinkId : IParsableValue<RecordingLinkId>
{
    internal const int Length = 16;

    private const string Alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private RecordingLinkId(string value) => Value = value;

    public static string Rule => $"Must be {Length} letters and digits.";

    public string Value { get; }

    string IParsableValue<RecordingLinkId>.Text => Value;

    public static RecordingLinkId New() => new(RandomText(Length));

    public static bool TryParse(string? text, [NotNullWhen(true)] out RecordingLinkId? value)
    {
        value = IsText(text, Length) ? new RecordingLinkId(text) : null;
        return value is not null;
    }

    /// <exception cref="FormatException">The text is not the id of a link.</exception>
    public static RecordingLinkId Parse(string value) =>
        ParsableValue.Parse<RecordingLinkId>(value);

    public override string ToString() => Value;

    internal static string RandomText(int length) =>
        RandomNumberGenerator.GetString(Alphabet, length);

    internal static bool IsText([NotNullWhen(true)] string? text, int length) =>
        text?.Length == length && text.All(char.IsAsciiLetterOrDigit);
}
