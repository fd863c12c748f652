using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Access;

/// <summary>
/// A page of this server to show after a sign-in, as a path with an optional query and fragment. No browser takes it for another site.
/// </summary>
public sealed record ReturnPath : IParsableValue<ReturnPath>
{
    /// <summary>In UTF-8, so that a cookie can hold the path.</summary>
    private const int MaxBytes = 1024;

    public static readonly ReturnPath Home = new("/");

    private ReturnPath(string text) => Text = text;

    public static string Rule =>
        $"Must be a path of this server: one '/' at the beginning, no '//', backslashes, white space or control characters, at most {MaxBytes} bytes.";

    public string Text { get; }

    /// <summary>
    /// Browsers read a backslash as a slash, and drop tabs and line breaks, so that each of these could begin the name of another host.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ReturnPath? value)
    {
        value =
            text is ['/', ..]
            && Encoding.UTF8.GetByteCount(text) <= MaxBytes
            && !text.Contains("//", StringComparison.Ordinal)
            && !text.Any(character => character == '\\' || IsUnseen(character))
                ? new ReturnPath(text)
                : null;
        return value is not null;
    }

    /// <summary>Its query may hold the secret of a room.</summary>
    public override string ToString() => nameof(ReturnPath);

    private static bool IsUnseen(char character) =>
        char.IsControl(character)
        || char.IsWhiteSpace(character)
        || char.IsSurrogate(character)
        || char.GetUnicodeCategory(character)
            is UnicodeCategory.Format
                or UnicodeCategory.OtherNotAssigned;
}
