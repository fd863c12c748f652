using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>How far the telling of one event has come; never what is told, which may hold a room's secrets.</summary>
/// <param name="Id">The same with each attempt, so that the receiver knows what it has had.</param>
/// <param name="Subject">The id of the recording, or the name of the room.</param>
public sealed record WebhookDelivery(
    string Id,
    WebhookEvent Event,
    string Subject,
    DateTimeOffset CreatedAt,
    WebhookDeliveryState State
)
{
    /// <summary>How often it was sent, one under way included.</summary>
    public int Attempts { get; init; }

    /// <summary>Not to be sent before; <see langword="null"/> once it is over.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The HTTP status of the last answer, or <see langword="null"/> if none came.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed, for people.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}

public enum WebhookDeliveryState
{
    Pending,
    Delivered,

    /// <summary>Given up.</summary>
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
