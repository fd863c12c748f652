using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Webhooks;

public static class WebhookErrors
{
    private const string Area = "Webhook Error";

    public static readonly Error NoUrl = WrongUrl("Must be set before webhooks are switched on.");

    public static readonly Error NoKey = RequestErrors.Invalid([
        new FieldError("enabled", "Needs a secret to sign with: create one, or set MEET_API_KEY."),
    ]);

    public static readonly Error TooManySecrets = Error.Conflict(
        Area,
        "Two secrets are active. Retire one first"
    );

    public static readonly Error LastSecret = Error.Conflict(
        Area,
        "The last active secret cannot be retired. Create another first"
    );

    public static readonly Error UnknownSecret = Error.NotFound(
        Area,
        "No active secret has this id"
    );

    public static Error WrongUrl(string fault) =>
        RequestErrors.Invalid([new FieldError("url", fault)]);

    public static readonly Error SwitchedOff = NotSent("Webhooks are switched off");

    /// <summary>There was no response.</summary>
    /// <param name="fault">The reason, for operators. Must not contain any part of the URL.</param>
    public static Error NotSent(string fault) => Error.Unavailable(Area, fault);

    /// <summary>The receiver answered with a status other than 2xx.</summary>
    public static Error Refused(int status) => NotSent($"The answer was {status}");
}
