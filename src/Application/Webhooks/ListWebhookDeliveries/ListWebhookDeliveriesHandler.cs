using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

internal sealed class ListWebhookDeliveriesHandler(IWebhookOutbox outbox)
    : IRequestHandler<ListWebhookDeliveries, Result<WebhookDeliveryPage>>
{
    public async Task<Result<WebhookDeliveryPage>> Handle(
        ListWebhookDeliveries request,
        CancellationToken ct
    )
    {
        if (!request.Caller.IsAdministrator)
            return request.Caller.Refusal;

        WebhookDeliveryState? state = request.State is { } text
            ? Enum.Parse<WebhookDeliveryState>(text, ignoreCase: true)
            : null;
        WebhookDeliveryPosition? after = null;
        if (request.NextPageToken is { } token)
            WebhookDeliveryPage.TryReadToken(token, out after);

        var maxItems = request.MaxItems ?? PageToken.DefaultPageSize;
        var found = await outbox.ListAsync(state, after, maxItems + 1, ct);
        var (page, next) = found.CutTo(maxItems, WebhookDeliveryPage.TokenAfter);
        return new WebhookDeliveryPage(page, next);
    }
}
