using MediatR;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

internal sealed class ListWebhookDeliveriesHandler(IWebhookOutbox outbox)
    : IRequestHandler<ListWebhookDeliveries, Result<WebhookDeliveryPage>>
{
    private const int DefaultPageSize = 10;

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

        // One more than asked for, to know whether there is a next page.
        var maxItems = request.MaxItems ?? DefaultPageSize;
        var found = await outbox.ListAsync(state, after, maxItems + 1, ct);
        if (found.Count <= maxItems)
            return new WebhookDeliveryPage(found, NextPageToken: null);

        var page = found.Take(maxItems).ToList();
        return new WebhookDeliveryPage(page, WebhookDeliveryPage.TokenAfter(page[^1]));
    }
}
