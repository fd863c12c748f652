namespace OpenViduMeet.Domain.Webhooks;

/// <summary>One webhook to send.</summary>
/// <param name="Cause">
/// The id of the cause. The webhook is sent once, even if the cause is handled several times. <see langword="null"/> if the cause
/// cannot be handled twice.
/// </param>
public sealed record WebhookNotification(WebhookEvent Event, string? Cause = null);

/// <summary>
/// The webhooks to send about a recording or a room, in order. The repository writes them to the outbox when it saves the change. Any two
/// lists are equal, so that the comparison of two recordings or rooms ignores them.
/// </summary>
public sealed class WebhookNotifications : IEquatable<WebhookNotifications>
{
    public static readonly WebhookNotifications None = new([]);

    private readonly WebhookNotification[] _all;

    private WebhookNotifications(WebhookNotification[] all) => _all = all;

    public WebhookNotifications With(WebhookEvent happened, string? cause = null) =>
        new([.. _all, new WebhookNotification(happened, cause)]);

    /// <summary>The notifications added since an earlier list, which has been saved.</summary>
    public IReadOnlyList<WebhookNotification> Since(WebhookNotifications saved) =>
        _all[saved._all.Length..];

    public bool Equals(WebhookNotifications? other) => other is not null;

    public override bool Equals(object? obj) => Equals(obj as WebhookNotifications);

    public override int GetHashCode() => 0;
}
