using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Domain.Recordings.Media;

/// <summary>Identifies one state of the media (RFC 9110 §8.8.3).</summary>
/// <param name="Opaque">The text between the quotes.</param>
/// <param name="IsWeak">Whether media with the same tag may differ in single bytes.</param>
[SuppressMessage("Naming", "CA1720", Justification = "RFC 9110 calls it the opaque tag")]
public sealed record EntityTag(string Opaque, bool IsWeak = false)
{
    /// <summary>Strong comparison: whether both tags are strong and their opaque texts are equal.</summary>
    public bool MatchesStrongly(EntityTag other) =>
        !IsWeak && !other.IsWeak && MatchesWeakly(other);

    /// <summary>Weak comparison: whether the opaque texts are equal.</summary>
    public bool MatchesWeakly(EntityTag other) =>
        string.Equals(Opaque, other.Opaque, StringComparison.Ordinal);

    /// <summary>The tag as it is written in a header.</summary>
    public override string ToString() => IsWeak ? $"W/\"{Opaque}\"" : $"\"{Opaque}\"";
}
