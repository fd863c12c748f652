using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>The receiver of webhooks at the configured URL.</summary>
public interface IWebhookReceiver
{
    /// <summary>Checks the host of a URL: it must have addresses, and all of them must be allowed.</summary>
    /// <returns><see cref="WebhookErrors.WrongUrl"/> if the URL is not allowed.</returns>
    Task<Result> CheckAsync(Uri url, CancellationToken ct);

    /// <summary>Signs and sends a webhook. Returns within 10 s, and throws only if it is cancelled.</summary>
    /// <returns>The HTTP status, whatever it is, or <see cref="WebhookErrors.NotSent"/> if there was no response.</returns>
    Task<Result<int>> SendAsync(Uri url, WebhookMessage message, CancellationToken ct);
}

/// <summary>A webhook to be sent.</summary>
/// <param name="Id">The same for each attempt, so that the receiver can recognize duplicates.</param>
/// <param name="Body">The JSON to send, with the state at the time of the event.</param>
public sealed record WebhookMessage(string Id, string Body)
{
    /// <summary>Leaves out the body, which may hold a room's secrets: the text of a record may be logged.</summary>
    public override string ToString() => Id;
}
