using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.Webhooks;

/// <summary>Sends a webhook once, to the current URL and signed with the current key, and saves the answer.</summary>
public sealed record DeliverWebhook(Leased<WebhookMessage> Webhook) : IRequest<Result>, IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

internal sealed class DeliverWebhookHandler(
    IPreferencesRepository preferences,
    IWebhookReceiver receiver,
    IWebhookOutbox outbox
) : IRequestHandler<DeliverWebhook, Result>
{
    public async Task<Result> Handle(DeliverWebhook request, CancellationToken ct)
    {
        if (await preferences.GetWebhooksAsync(ct) is not { Enabled: true, Url: { } url })
            return WebhookErrors.SwitchedOff;

        var answer = await receiver.SendAsync(url, request.Webhook.Item, ct);
        int? status = answer.IsFailure ? null : answer.Value;
        // The answer is saved even if the server is stopping.
        await outbox.NoteAnswerAsync(request.Webhook, status, CancellationToken.None);
        if (answer.IsFailure)
            return answer.Error;
        return status is >= 200 and < 300 ? Result.Ok : WebhookErrors.Refused(answer.Value);
    }
}
