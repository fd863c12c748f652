using OpenViduMeet.Domain.Queues;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>
/// The webhooks that wait to be sent. The repositories of recordings and rooms write them, with the change that they are about, from
/// the <see cref="WebhookNotifications"/> of what they save. The subject is the recording or the room. Nothing is written or taken
/// while webhooks are switched off.
/// </summary>
public interface IWebhookOutbox : ILeasedQueue<WebhookMessage>
{
    /// <summary>Notes what the receiver answered, for the list of deliveries.</summary>
    /// <param name="status">The HTTP status, or <see langword="null"/> if no answer came.</param>
    Task NoteAnswerAsync(Leased<WebhookMessage> sent, int? status, CancellationToken ct);

    /// <summary>Newest first; those of the same millisecond by id.</summary>
    /// <param name="state">In this state only, or <see langword="null"/> for all.</param>
    /// <param name="after">Where the previous page ended, or <see langword="null"/> to begin with the newest.</param>
    Task<IReadOnlyList<WebhookDelivery>> ListAsync(
        WebhookDeliveryState? state,
        WebhookDeliveryPosition? after,
        int maxItems,
        CancellationToken ct
    );
}
