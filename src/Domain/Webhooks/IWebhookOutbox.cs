using OpenViduMeet.Domain.Queues;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>
/// The webhooks that wait to be sent. The repositories of recordings and rooms write them from the <see cref="WebhookNotifications"/>
/// of what they save, in the same transaction. The subject is the recording or the room. Nothing is written or taken while webhooks are
/// switched off.
/// </summary>
public interface IWebhookOutbox : ILeasedQueue<WebhookMessage>
{
    /// <summary>Saves the receiver's response for the list of deliveries.</summary>
    /// <param name="status">The HTTP status, or <see langword="null"/> if there was no response.</param>
    Task NoteAnswerAsync(Leased<WebhookMessage> sent, int? status, CancellationToken ct);

    /// <summary>Lists deliveries, newest first. Deliveries of the same millisecond are in order of their ids.</summary>
    /// <param name="state">The state, or <see langword="null"/> for all states.</param>
    /// <param name="after">The last position of the previous page, or <see langword="null"/> to begin with the newest.</param>
    Task<IReadOnlyList<WebhookDelivery>> ListAsync(
        WebhookDeliveryState? state,
        WebhookDeliveryPosition? after,
        int maxItems,
        CancellationToken ct
    );
}
