using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Webhooks;

/// <param name="State">In this state only, as callers write it, or <see langword="null"/> for all.</param>
/// <param name="MaxItems">Deliveries at the most, 1 to 100, or <see langword="null"/> for 10.</param>
/// <param name="NextPageToken">From the page before, or <see langword="null"/> for the first.</param>
public sealed record ListWebhookDeliveries(
    Caller Caller,
    string? State,
    int? MaxItems,
    string? NextPageToken
) : IRequest<Result<WebhookDeliveryPage>>;
