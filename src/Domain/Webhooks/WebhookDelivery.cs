using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>The state of one webhook's delivery, without the body, which may hold a room's secrets.</summary>
/// <param name="Id">The same for each attempt, so that the receiver can recognize duplicates.</param>
/// <param name="Subject">The id of the recording, or the name of the room.</param>
public sealed record WebhookDelivery(
    string Id,
    WebhookEvent Event,
    string Subject,
    DateTimeOffset CreatedAt,
    WebhookDeliveryState State
)
{
    /// <summary>The number of attempts, including one in progress.</summary>
    public int Attempts { get; init; }

    /// <summary>The earliest time of the next attempt; <see langword="null"/> once the webhook is delivered or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The HTTP status of the last response, or <see langword="null"/> if there was none.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed, for operators.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}

public enum WebhookDeliveryState
{
    Pending,
    Delivered,

    /// <summary>The server gave up.</summary>
    Failed,
}

/// <summary>A delivery's place in the list of deliveries.</summary>
public sealed record WebhookDeliveryPosition(DateTimeOffset CreatedAt, string Id)
    : IParsableValue<WebhookDeliveryPosition>
{
    public static string Rule => PageToken.Rule;

    public string Text => PageToken.Write(CreatedAt, Id);

    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out WebhookDeliveryPosition? value
    )
    {
        value = PageToken.TryRead(text, out var instant, out var name)
            ? new WebhookDeliveryPosition(instant, name)
            : null;
        return value is not null;
    }
}
