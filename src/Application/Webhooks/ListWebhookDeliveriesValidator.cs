using FluentValidation;
using OpenViduMeet.Application.Paging;

namespace OpenViduMeet.Application.Webhooks;

internal sealed class ListWebhookDeliveriesValidator : AbstractValidator<ListWebhookDeliveries>
{
    public ListWebhookDeliveriesValidator()
    {
        RuleFor(request => request.State)
            .Must(state => state is null or "PENDING" or "DELIVERED" or "FAILED")
            .WithMessage("Must be PENDING, DELIVERED or FAILED.");
        RuleFor(request => request.MaxItems).InclusiveBetween(1, PageToken.MaxPageSize);
        RuleFor(request => request.NextPageToken)
            .Must(token => token is null || WebhookDeliveryPage.TryReadToken(token, out _))
            .WithMessage(PageToken.Fault);
    }
}
