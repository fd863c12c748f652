using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <param name="State">The state of the listed deliveries, as callers write it, or <see langword="null"/> for all states.</param>
/// <param name="MaxItems">The maximum number of deliveries, 1 to 100, or <see langword="null"/> for 10.</param>
/// <param name="NextPageToken">The token from the previous page, or <see langword="null"/> for the first page.</param>
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
