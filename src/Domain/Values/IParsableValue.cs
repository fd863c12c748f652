using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Domain.Values;

/// <summary>A value that callers, files and the database write as text. It is parsed where it comes in, and is no text again until it leaves.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IParsableValue<TSelf> : IParsable<TSelf>
    where TSelf : class, IParsableValue<TSelf>
{
    /// <summary>Tells callers in one sentence what is wrong with a text that cannot be parsed. Never repeats the text.</summary>
    static abstract string Rule { get; }

    /// <summary>What <see cref="TryParse"/> reads. Of a secret, the secret.</summary>
    string Text { get; }

    /// <summary>Reads the text as it is: nothing is trimmed, decoded or otherwise mended.</summary>
    static abstract bool TryParse(string? text, [NotNullWhen(true)] out TSelf? value);

    /// <exception cref="FormatException">The text cannot be parsed.</exception>
    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) =>
        TSelf.TryParse(s, out var value) ? value : throw new FormatException(TSelf.Rule);

    static bool IParsable<TSelf>.TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out TSelf result
    ) => TSelf.TryParse(s, out result);
}
