namespace OpenViduMeet.Domain.Webhooks;

/// <summary>Whoever listens at the configured URL.</summary>
public interface IWebhookReceiver
{
    /// <summary>Whether there is an API key, with which each delivery is signed.</summary>
    bool CanSign { get; }

    /// <summary>Looks where a URL leads: its host must have addresses, and all must be of those that may be called.</summary>
    /// <returns>What is wrong with it, for people, or <see langword="null"/>.</returns>
    Task<string?> FindFaultAsync(Uri url, CancellationToken ct);

    /// <summary>Sends a delivery, signed. Answers within 10 s, and throws for a cancellation only.</summary>
    Task<WebhookAnswer> TellAsync(Uri url, TakenDelivery delivery, CancellationToken ct);
}

/// <summary>What became of one attempt.</summary>
/// <param name="Status">The HTTP status, or <see langword="null"/> if no answer came.</param>
/// <param name="Fault">Why it failed, for people, or <see langword="null"/> if it succeeded. Holds nothing of the URL.</param>
public sealed record WebhookAnswer(int? Status, string? Fault);
