using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>One event to tell of, or one that was told of or given up.</summary>
internal sealed class WebhookDeliveryRow
{
    /// <summary>Of two about one subject, the earlier has the lower.</summary>
    public long Sequence { get; init; }

    public required string DeliveryId { get; init; }

    public required WebhookEvent Event { get; init; }

    /// <summary>The recording or the room, whose deliveries go one after the other.</summary>
    public required string Subject { get; init; }

    /// <summary>The text to send: things as they were at the time.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public WebhookDeliveryState State { get; set; }

    /// <summary>How often it has been taken.</summary>
    public int Attempts { get; set; }

    /// <summary>Not to be taken before.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public int? LastStatus { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public WebhookDelivery ToDelivery() =>
        new(DeliveryId, Event, Subject, CreatedAt, State)
        {
            Attempts = Attempts,
            NextAttemptAt = State == WebhookDeliveryState.Pending ? DueAt : null,
            LastStatus = LastStatus,
            LastError = LastError,
            DeliveredAt = DeliveredAt,
        };
}
