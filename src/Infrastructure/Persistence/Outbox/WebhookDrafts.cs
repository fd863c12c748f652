using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.BucketLayout;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Outbox;

/// <summary>Makes the rows that repositories save with their own; none while webhooks are switched off.</summary>
internal sealed class WebhookDrafts(
    IPreferencesRepository preferences,
    IRoomLinks links,
    TimeProvider clock
)
{
    private const int IdLength = 24;

    public async Task<WebhookDeliveryRow?> OfNewsAsync(
        Recording? known,
        Recording changed,
        CancellationToken ct
    ) =>
        changed.NewsSince(known) is { } news && await AreOnAsync(ct)
            ? NewRow(NewId(), news, changed.Id.ToString(), RecordingDocument.From(changed))
            : null;

    /// <param name="cause">What told us, of which one row is made, or <see langword="null"/> if it can happen once only.</param>
    public async Task<WebhookDeliveryRow?> OfRoomFinishedAsync(
        Room room,
        string? cause,
        CancellationToken ct
    ) =>
        await AreOnAsync(ct)
            ? NewRow(
                cause is null ? NewId() : IdOf(cause),
                WebhookEvent.RoomFinished,
                room.Name.Value,
                RoomDocument.From(room, links)
            )
            : null;

    private static string NewId() => Prefixed(RandomNumberGenerator.GetHexString(IdLength, true));

    private static string IdOf(string cause) =>
        Prefixed(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cause)))[..IdLength]
        );

    private static string Prefixed(string text) => $"WH_{text}";

    private async Task<bool> AreOnAsync(CancellationToken ct) =>
        (await preferences.GetWebhooksAsync(ct)).Enabled;

    private WebhookDeliveryRow NewRow<T>(string id, WebhookEvent happened, string subject, T data)
    {
        var now = clock.GetUtcNow();
        var body = new Message<T>(
            JsonNamingPolicy.CamelCase.ConvertName(happened.ToString()),
            now.ToUnixTimeMilliseconds(),
            data
        );
        return new WebhookDeliveryRow
        {
            DeliveryId = id,
            Event = happened,
            Subject = subject,
            Body = JsonSerializer.Serialize(body, MeetBucket.Json),
            CreatedAt = now,
            State = WebhookDeliveryState.Pending,
            DueAt = now,
        };
    }

    private sealed record Message<T>(string Event, long CreationDate, T Data);
}
