using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Domain.Values;

/// <summary>
/// A value that callers, files and the database represent as text. It is parsed on input and converted to text again only on output.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IParsableValue<TSelf> : IParsable<TSelf>
    where TSelf : class, IParsableValue<TSelf>
{
    /// <summary>The valid form in one sentence, sent to callers whose text cannot be parsed. It never contains the text.</summary>
    static abstract string Rule { get; }

    /// <summary>The text that <see cref="TryParse"/> reads. The text of a secret is the secret itself.</summary>
    string Text { get; }

    /// <summary>Parses the text as it is. Nothing is trimmed, decoded or corrected.</summary>
    static abstract bool TryParse(string? text, [NotNullWhen(true)] out TSelf? value);

    /// <exception cref="FormatException">The text cannot be parsed.</exception>
    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) =>
        ParsableValue.Parse<TSelf>(s);

    static bool IParsable<TSelf>.TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out TSelf result
    ) => TSelf.TryParse(s, out result);
}
