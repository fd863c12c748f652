namespace OpenViduMeet.Domain.Recordings.Links;

/// <summary>A code that the viewers of a link must know, beside its URL.</summary>
public sealed record LinkCode(string Value)
{
    /// <summary>In characters.</summary>
    public const int MinLength = 4;

    /// <inheritdoc cref="MinLength"/>
    public const int MaxLength = 256;

    /// <summary>Whether a code can have this length. A longer text is not hashed.</summary>
    public bool IsPossible => Value.Length is >= MinLength and <= MaxLength;

    /// <summary>Omits the code, because the text of a record ends up in logs.</summary>
    public override string ToString() => "***";
}
