using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <param name="Deliveries">Newest first.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> after the last.</param>
public sealed record WebhookDeliveryPage(
    IReadOnlyList<WebhookDelivery> Deliveries,
    WebhookDeliveryPosition? Next
);
