using System.ComponentModel.DataAnnotations;
using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Which entries of the audit log are wanted. A value that is not sent filters nothing.</summary>
public sealed record AuditQuery
{
    private const int MaxLength = 300;
    private const long LatestDate = 253_402_300_799_999;

    /// <summary>The earliest time, inclusive (milliseconds since the Unix epoch).</summary>
    [Range(0, LatestDate)]
    public long? From { get; init; }

    /// <summary>The latest time, exclusive (milliseconds since the Unix epoch).</summary>
    [Range(0, LatestDate)]
    public long? To { get; init; }

    /// <summary>What was done, for example <c>DisconnectParticipant</c>.</summary>
    [MaxLength(MaxLength)]
    public string? Action { get; init; }

    /// <summary>The name of the user, API key or participant, or the id of the link.</summary>
    [MaxLength(MaxLength)]
    public string? Actor { get; init; }

    /// <summary>The room.</summary>
    [MaxLength(MaxLength)]
    public string? RoomName { get; init; }

    /// <summary>The participant.</summary>
    [MaxLength(MaxLength)]
    public string? ParticipantName { get; init; }

    /// <summary>The recording.</summary>
    [MaxLength(MaxLength)]
    public string? RecordingId { get; init; }

    /// <summary><c>Done</c>, or why it was refused, for example <c>Forbidden</c>.</summary>
    [MaxLength(MaxLength)]
    public string? Outcome { get; init; }

    internal AuditFilter ToFilter() =>
        new(
            Instant(From),
            Instant(To),
            Action,
            Actor,
            RoomName,
            ParticipantName,
            RecordingId,
            Outcome
        );

    private static DateTimeOffset? Instant(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
