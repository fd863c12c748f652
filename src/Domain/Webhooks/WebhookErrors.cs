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

    /// <summary>No answer came.</summary>
    /// <param name="fault">Why, for people. Holds nothing of the URL.</param>
    public static Error NotSent(string fault) => Error.Unavailable("Webhook Error", fault);

    /// <summary>The receiver answered with another status than 2xx.</summary>
    public static Error Refused(int status) => NotSent($"The answer was {status}");
}
