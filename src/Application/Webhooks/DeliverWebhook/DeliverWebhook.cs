using MediatR;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <summary>Sends a delivery once, to the URL of now and signed with the key of now, and notes what became of it.</summary>
public sealed record DeliverWebhook(TakenDelivery Delivery) : IRequest<Result>;
