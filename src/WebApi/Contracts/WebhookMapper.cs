using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Webhooks;
using Riok.Mapperly.Abstractions;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Maps webhook preferences and deliveries to contracts.</summary>
[Mapper(RequiredMappingStrategy = RequiredMappingStrategy.Target)]
internal static partial class WebhookMapper
{
    public static MeetWebhookPreferences ToContract(this WebhookPreferences preferences) =>
        new() { Enabled = preferences.Enabled, Url = preferences.Url };

    [MapProperty(nameof(WebhookDelivery.Id), nameof(MeetWebhookDelivery.DeliveryId))]
    [MapProperty(nameof(WebhookDelivery.CreatedAt), nameof(MeetWebhookDelivery.CreationDate))]
    [MapProperty(
        nameof(WebhookDelivery.NextAttemptAt),
        nameof(MeetWebhookDelivery.NextAttemptDate)
    )]
    [MapProperty(nameof(WebhookDelivery.DeliveredAt), nameof(MeetWebhookDelivery.DeliveredDate))]
    public static partial MeetWebhookDelivery ToContract(this WebhookDelivery delivery);

    public static MeetWebhookDeliveryPage ToContract(this WebhookDeliveryPage page) =>
        new([.. page.Deliveries.Select(ToContract)], page.Next is not null)
        {
            NextPageToken = page.Next?.Text,
        };

    private static long ToMilliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();
}
