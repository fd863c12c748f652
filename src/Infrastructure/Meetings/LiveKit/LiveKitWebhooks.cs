using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Meetings.LiveKit;

/// <summary>Reads LiveKit's webhooks. The authorization is a token that LiveKit signed for one body, whose hash it carries.</summary>
internal sealed partial class LiveKitWebhooks(
    TokenValidation validation,
    LiveKitRooms marks,
    EgressReports egresses,
    ILogger<LiveKitWebhooks> logger
) : IMeetingEventReader
{
    private const string HashClaim = "sha256";

    private readonly JsonWebTokenHandler _handler = new();

    public async Task<Result<MeetingEvent>> ReadAsync(
        string? authorization,
        ReadOnlyMemory<byte> body,
        CancellationToken ct
    )
    {
        var token = await _handler.ValidateTokenAsync(authorization ?? "", validation.Webhook);
        if (!token.IsValid || !IsHashOf(body.Span, (JsonWebToken)token.SecurityToken))
            return AccessErrors.Unauthorized;

        try
        {
            var webhook = JsonSerializer.Deserialize<WebhookEvent>(body.Span, LiveKitJson.Webhooks);
            if (webhook?.Id is { Length: > 0 } id)
                return Read(id, webhook);
        }
        catch (JsonException)
        {
            // Said below. LiveKit would not mend it by sending it again.
        }

        LogUnreadable();
        return new UnrelatedEvent("");
    }

    private static bool IsHashOf(ReadOnlySpan<byte> body, JsonWebToken token) =>
        token.TryGetPayloadValue<string>(HashClaim, out var hash)
        && string.Equals(
            hash,
            Convert.ToBase64String(SHA256.HashData(body)),
            StringComparison.Ordinal
        );

    private MeetingEvent Read(string id, WebhookEvent webhook)
    {
        switch (webhook.Event)
        {
            case "room_started"
                when marks.IsOurs(webhook.Room?.Metadata)
                    && RoomName.TryParse(webhook.Room?.Name, out var room):
                return new RoomOpened(id, room);
            case "room_finished" when RoomName.TryParse(webhook.Room?.Name, out var room):
                return new RoomClosed(id, room);
            case "participant_joined"
                when webhook.Participant is { } participant
                    && LiveKitParticipants.PersonIn(participant) is { } person
                    && RoomName.TryParse(webhook.Room?.Name, out var room):
                return new ParticipantJoined(id, room, person);
            case "egress_started"
            or "egress_updated"
            or "egress_ended" when egresses.Read(webhook.EgressInfo) is { } report:
                return new EgressChanged(id, report);
            default:
                return new UnrelatedEvent(id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A webhook that LiveKit signed is no event that we can read")]
    private partial void LogUnreadable();
}
