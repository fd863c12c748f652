using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <param name="State">In this state only, as callers write it, or <see langword="null"/> for all.</param>
/// <param name="MaxItems">Deliveries at the most, 1 to 100, or <see langword="null"/> for 10.</param>
/// <param name="NextPageToken">From the page before, or <see langword="null"/> for the first.</param>
public sealed record ListWebhookDeliveries(string? State, int? MaxItems, string? NextPageToken)
    : IRequest<Result<WebhookDeliveryPage>>,
        IRestricted
{
    public Permission Needs => Permission.Administrator;
}

internal sealed class ListWebhookDeliveriesHandler(IWebhookOutbox outbox)
    : IRequestHandler<ListWebhookDeliveries, Result<WebhookDeliveryPage>>
{
    public async Task<Result<WebhookDeliveryPage>> Handle(
        ListWebhookDeliveries request,
        CancellationToken ct
    )
    {
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
