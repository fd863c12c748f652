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

    public static readonly Error SwitchedOff = NotSent("Webhooks are switched off");

    /// <summary>There was no response.</summary>
    /// <param name="fault">The reason, for operators. Must not contain any part of the URL.</param>
    public static Error NotSent(string fault) => Error.Unavailable("Webhook Error", fault);

    /// <summary>The receiver answered with a status other than 2xx.</summary>
    public static Error Refused(int status) => NotSent($"The answer was {status}");
}
