namespace OpenViduMeet.Domain.Webhooks;

/// <summary>One thing that webhooks are to be told.</summary>
/// <param name="Cause">
/// The id of what caused it, which is told of once however often it is handled, or <see langword="null"/> if it cannot happen twice.
/// </param>
public sealed record WebhookNotification(WebhookEvent Event, string? Cause = null);

/// <summary>
/// What webhooks are to be told of a recording or a room, in order. The repository writes it to the outbox when it saves the change.
/// It is not part of what a recording or a room is: any two lists are equal, so that records with a list compare by the rest.
/// </summary>
public sealed class WebhookNotifications : IEquatable<WebhookNotifications>
{
    public static readonly WebhookNotifications None = new([]);

    private readonly WebhookNotification[] _all;

    private WebhookNotifications(WebhookNotification[] all) => _all = all;

    public WebhookNotifications With(WebhookEvent happened, string? cause = null) =>
        new([.. _all, new WebhookNotification(happened, cause)]);

    /// <summary>What has been added to an earlier list, which has been saved.</summary>
    public IReadOnlyList<WebhookNotification> Since(WebhookNotifications saved) =>
        _all[saved._all.Length..];

    public bool Equals(WebhookNotifications? other) => other is not null;

    public override bool Equals(object? obj) => Equals(obj as WebhookNotifications);

    public override int GetHashCode() => 0;
}
