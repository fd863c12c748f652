using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>Whoever listens at the configured URL.</summary>
public interface IWebhookReceiver
{
    /// <summary>Whether there is an API key, with which each webhook is signed.</summary>
    bool CanSign { get; }

    /// <summary>Looks where a URL leads: its host must have addresses, and all must be of those that may be called.</summary>
    /// <returns><see cref="WebhookErrors.WrongUrl"/> if it must not be called.</returns>
    Task<Result> CheckAsync(Uri url, CancellationToken ct);

    /// <summary>Sends a webhook, signed. Answers within 10 s, and throws for a cancellation only.</summary>
    /// <returns>The HTTP status, whatever it is, or <see cref="WebhookErrors.NotSent"/> if no answer came.</returns>
    Task<Result<int>> SendAsync(Uri url, WebhookMessage message, CancellationToken ct);
}

/// <summary>A webhook to be sent.</summary>
/// <param name="Id">The same with each attempt, so that the receiver knows what it has had.</param>
/// <param name="Body">The text to send, with things as they were at the time.</param>
public sealed record WebhookMessage(string Id, string Body)
{
    /// <summary>Never the body, which may hold a room's secrets: a record's text ends up in logs.</summary>
    public override string ToString() => Id;
}
