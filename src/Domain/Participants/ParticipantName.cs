using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// What a participant is called, and the identity that LiveKit knows them by: any text of 1 to 256 UTF-16 code units
/// that is not blank and has no control characters. Unique within a room, compared by ordinal.
/// </summary>
public sealed record ParticipantName
{
    public const int MaxLength = 256;

    /// <summary>How LiveKit names its own: recorders by their egress, agents by their job.</summary>
    private static readonly string[] ReservedPrefixes = ["EG_", "agent-AJ_"];

    private ParticipantName(string value) => Value = value;

    public string Value { get; }

    /// <summary>
    /// Whether a recorder or an agent of LiveKit's own would be called this. No person may be: nobody could disconnect them.
    /// </summary>
    public bool IsReserved =>
        ReservedPrefixes.Any(prefix => Value.StartsWith(prefix, StringComparison.Ordinal));

    public static bool TryParse(string? value, [NotNullWhen(true)] out ParticipantName? name)
    {
        name =
            value is { Length: <= MaxLength }
            && !string.IsNullOrWhiteSpace(value)
            && !value.Any(char.IsControl)
                ? new ParticipantName(value)
                : null;
        return name is not null;
    }

    /// <exception cref="FormatException">The text is not a participant's name.</exception>
    public static ParticipantName Parse(string value) =>
        TryParse(value, out var name)
            ? name
            : throw new FormatException(
                "Not a participant's name: 1 to 256 characters, none of them control characters."
            );

    public override string ToString() => Value;
}
