namespace OpenViduMeet.Domain.Values;

/// <summary>Parses the values that <see cref="IParsableValue{TSelf}"/> describes.</summary>
public static class ParsableValue
{
    /// <exception cref="FormatException">The text cannot be parsed.</exception>
    public static T Parse<T>(string text)
        where T : class, IParsableValue<T> =>
        ParseOrNull<T>(text) ?? throw new FormatException(T.Rule);

    /// <returns>The value, or <see langword="null"/> if the text cannot be parsed.</returns>
    public static T? ParseOrNull<T>(string? text)
        where T : class, IParsableValue<T> => T.TryParse(text, out var value) ? value : null;
}
