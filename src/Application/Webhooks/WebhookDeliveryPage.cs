using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <param name="Deliveries">Newest first.</param>
/// <param name="NextPageToken">The token for the next page, or <see langword="null"/> after the last.</param>
public sealed record WebhookDeliveryPage(
    IReadOnlyList<WebhookDelivery> Deliveries,
    string? NextPageToken
)
{
    internal static string TokenAfter(WebhookDelivery last) =>
        PageToken.Write(last.CreatedAt, last.Id);

    internal static bool TryReadToken(
        string token,
        [NotNullWhen(true)] out WebhookDeliveryPosition? position
    )
    {
        position = PageToken.TryRead(token, out var createdAt, out var id)
            ? new WebhookDeliveryPosition(createdAt, id)
            : null;
        return position is not null;
    }
}
