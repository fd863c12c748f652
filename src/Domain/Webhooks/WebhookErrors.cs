using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Webhooks;

public static class WebhookErrors
{
    public static readonly Error NoUrl = WrongUrl("Must be set before webhooks are switched on.");

    public static readonly Error NoKey = RequestErrors.Invalid([
        new FieldError("enabled", "Needs an API key to sign with: set MEET_API_KEY."),
    ]);

    public static Error WrongUrl(string fault) =>
        RequestErrors.Invalid([new FieldError("url", fault)]);

    public static Error NotDelivered(string id, string fault) =>
        Error.Unavailable("Webhook Error", $"{id} was not delivered: {fault}");
}
