using MediatR;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <param name="State">The state of the listed deliveries, or <see langword="null"/> for all states.</param>
/// <param name="After">The position of the last item of the previous page, or <see langword="null"/> for the first page.</param>
public sealed record ListWebhookDeliveries(
    WebhookDeliveryState? State,
    PageSize Size,
    WebhookDeliveryPosition? After
) : IRequest<Result<WebhookDeliveryPage>>, IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.ReadPreferences);
}

internal sealed class ListWebhookDeliveriesHandler(IWebhookOutbox outbox)
    : IRequestHandler<ListWebhookDeliveries, Result<WebhookDeliveryPage>>
{
    public async Task<Result<WebhookDeliveryPage>> Handle(
        ListWebhookDeliveries request,
        CancellationToken ct
    )
    {
        var size = request.Size.Value;
        var found = await outbox.ListAsync(request.State, request.After, size + 1, ct);
        var (page, next) = found.CutTo(
            size,
            last => new WebhookDeliveryPosition(last.CreatedAt, last.Id)
        );
        return new WebhookDeliveryPage(page, next);
    }
}

/// <param name="Deliveries">Newest first.</param>
/// <param name="Next">The position after which the next page begins, or <see langword="null"/> on the last page.</param>
public sealed record WebhookDeliveryPage(
    IReadOnlyList<WebhookDelivery> Deliveries,
    WebhookDeliveryPosition? Next
);
