using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.BucketLayout;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Queue;

/// <summary>
/// Creates the outbox items that repositories save with a recording or a room. Creates none while webhooks are switched off.
/// </summary>
internal sealed class WebhookItems(
    IPreferencesRepository preferences,
    IRoomLinks links,
    TimeProvider clock
)
{
    private const int IdLength = 24;

    /// <param name="known">The recording as it was last saved, or <see langword="null"/> if it is new.</param>
    public Task<IReadOnlyList<QueueItem>> OfAsync(
        Recording changed,
        Recording? known,
        CancellationToken ct
    ) =>
        OfAsync(
            changed.Notifications.Since(known?.Notifications ?? WebhookNotifications.None),
            changed.Id.ToString(),
            () => RecordingDocument.From(changed),
            ct
        );

    public Task<IReadOnlyList<QueueItem>> OfAsync(Room room, CancellationToken ct) =>
        OfAsync(
            room.Notifications.Since(WebhookNotifications.None),
            room.Name.Value,
            () => RoomDocument.From(room, links),
            ct
        );

    private async Task<IReadOnlyList<QueueItem>> OfAsync<T>(
        IReadOnlyList<WebhookNotification> notifications,
        string subject,
        Func<T> data,
        CancellationToken ct
    )
    {
        if (notifications.Count == 0 || !(await preferences.GetWebhooksAsync(ct)).Enabled)
            return [];

        var now = clock.GetUtcNow();
        return
        [
            .. notifications.Select(notification => new QueueItem
            {
                Queue = WebhookOutbox.Policy.Name,
                Id = "WH_" + NewId(notification.Cause),
                Kind = notification.Event.ToString(),
                Subject = subject,
                Payload = JsonSerializer.Serialize(
                    new Body<T>(
                        JsonNamingPolicy.CamelCase.ConvertName(notification.Event.ToString()),
                        now.ToUnixTimeMilliseconds(),
                        data()
                    ),
                    MeetBucket.Json
                ),
                AddedAt = now,
                DueAt = now,
            }),
        ];
    }

    /// <summary>Returns the same id for the same cause, and a random id without one.</summary>
    private static string NewId(string? cause) =>
        cause is null
            ? RandomNumberGenerator.GetHexString(IdLength, lowercase: true)
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cause)))[..IdLength];

    private sealed record Body<T>(string Event, long CreationDate, T Data);
}
