using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Recordings.Media;

/// <summary>Identifies one state of the media (RFC 9110 §8.8.3).</summary>
/// <param name="Opaque">The text between the quotes.</param>
/// <param name="IsWeak">Whether media with the same tag may differ in single bytes.</param>
[SuppressMessage("Naming", "CA1720", Justification = "RFC 9110 calls it the opaque tag")]
public sealed record EntityTag(string Opaque, bool IsWeak = false) : IParsableValue<EntityTag>
{
    public static string Rule => "Must be a text.";

    /// <summary>The tag without its quotes. All stored tags are strong.</summary>
    string IParsableValue<EntityTag>.Text => Opaque;

    public static bool TryParse(string? text, [NotNullWhen(true)] out EntityTag? value)
    {
        value = text is null ? null : new EntityTag(text);
        return value is not null;
    }

    /// <summary>Strong comparison: whether both tags are strong and their opaque texts are equal.</summary>
    public bool MatchesStrongly(EntityTag other) =>
        !IsWeak && !other.IsWeak && MatchesWeakly(other);

    /// <summary>Weak comparison: whether the opaque texts are equal.</summary>
    public bool MatchesWeakly(EntityTag other) =>
        string.Equals(Opaque, other.Opaque, StringComparison.Ordinal);

    /// <summary>The tag as it is written in a header.</summary>
    public override string ToString() => IsWeak ? $"W/\"{Opaque}\"" : $"\"{Opaque}\"";
}
