using FluentValidation;
using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Which entries of the audit log are wanted. A value that is not sent filters nothing.</summary>
public sealed record AuditQuery
{
    /// <summary>The earliest time, inclusive (milliseconds since the Unix epoch).</summary>
    public long? From { get; init; }

    /// <summary>The latest time, exclusive (milliseconds since the Unix epoch).</summary>
    public long? To { get; init; }

    /// <summary>What was done, for example <c>DisconnectParticipant</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The name of the user, API key or participant, or the id of the link.</summary>
    public string? Actor { get; init; }

    /// <summary>The room.</summary>
    public string? RoomName { get; init; }

    /// <summary>The participant.</summary>
    public string? ParticipantName { get; init; }

    /// <summary>The recording.</summary>
    public string? RecordingId { get; init; }

    /// <summary><c>Done</c>, or why it was refused, for example <c>Forbidden</c>.</summary>
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
