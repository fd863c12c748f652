using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Which entries of the audit log are wanted. A value that is not sent filters nothing.</summary>
public sealed record AuditQuery
{
    /// <summary>The earliest time, inclusive (milliseconds since the Unix epoch).</summary>
    [FromQuery(Name = "from")]
    public long? From { get; init; }

    /// <summary>The latest time, exclusive (milliseconds since the Unix epoch).</summary>
    [FromQuery(Name = "to")]
    public long? To { get; init; }

    /// <summary>What was done, for example <c>DisconnectParticipant</c>.</summary>
    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>The key of the user, the name of the participant, or the id of the API key or link.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    /// <summary>The room.</summary>
    [FromQuery(Name = "roomName")]
    public string? RoomName { get; init; }

    /// <summary>The participant.</summary>
    [FromQuery(Name = "participantName")]
    public string? ParticipantName { get; init; }

    /// <summary>The recording.</summary>
    [FromQuery(Name = "recordingId")]
    public string? RecordingId { get; init; }

    /// <summary><c>Done</c>, or why it was refused, for example <c>Forbidden</c>.</summary>
    [FromQuery(Name = "outcome")]
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

internal sealed class AuditQueryValidator : AbstractValidator<AuditQuery>
{
    private const int MaxLength = 300;

    private static readonly long LatestDate = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public AuditQueryValidator()
    {
        RuleFor(query => query.From).InclusiveBetween(0, LatestDate);
        RuleFor(query => query.To).InclusiveBetween(0, LatestDate);
        RuleFor(query => query.Action).MaximumLength(MaxLength);
        RuleFor(query => query.Actor).MaximumLength(MaxLength);
        RuleFor(query => query.RoomName).MaximumLength(MaxLength);
        RuleFor(query => query.ParticipantName).MaximumLength(MaxLength);
        RuleFor(query => query.RecordingId).MaximumLength(MaxLength);
        RuleFor(query => query.Outcome).MaximumLength(MaxLength);
    }
}
