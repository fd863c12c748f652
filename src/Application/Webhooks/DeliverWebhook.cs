using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <summary>Sends a delivery once, to the URL of now and signed with the key of now, and notes what became of it.</summary>
public sealed record DeliverWebhook(TakenDelivery Delivery) : IRequest<Result>, IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

internal sealed class DeliverWebhookHandler(
    IPreferencesRepository preferences,
    IWebhookReceiver receiver,
    IWebhookOutbox outbox
) : IRequestHandler<DeliverWebhook, Result>
{
    private static readonly WebhookAnswer SwitchedOff = new(
        Status: null,
        "Webhooks are switched off"
    );

    public async Task<Result> Handle(DeliverWebhook request, CancellationToken ct)
    {
        var delivery = request.Delivery;
        var answer = await preferences.GetWebhooksAsync(ct) is { Enabled: true, Url: { } url }
            ? await receiver.TellAsync(url, delivery, ct)
            : SwitchedOff;

        // What has been sent is noted even if the server stops now: otherwise it is sent again.
        if (answer is { Fault: null, Status: { } status })
        {
            await outbox.CompleteAsync(delivery, status, CancellationToken.None);
            return Result.Ok;
        }

        await outbox.PutBackAsync(delivery, answer, CancellationToken.None);
        return WebhookErrors.NotDelivered(delivery.Id, answer.Fault ?? "");
    }
}
