using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Logging;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// Reads LiveKit's events, which LiveKit calls webhooks. The authorization is a token that LiveKit signs for one body; the token
/// holds the body's hash.
/// </summary>
internal sealed partial class LiveKitEventReader(
    TokenValidation validation,
    LiveKitRooms marks,
    LiveKitParticipants participants,
    EgressReports egresses,
    RefusedEvents refusedEvents,
    TimeProvider clock,
    ILogger<LiveKitEventReader> logger
) : IMeetingEventReader
{
    private const string HashClaim = "sha256";

    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _event = validation.LiveKitEvent;
    private readonly LogThrottle _refused = new(clock);

    public async Task<Result<MeetingEvent>> ReadAsync(
        string? authorization,
        Stream body,
        CancellationToken ct
    )
    {
        var token = await _handler.ValidateTokenAsync(authorization ?? "", _event);
        // Participant tokens are signed with the same secret, but do not have this claim.
        if (
            !token.IsValid
            || !((JsonWebToken)token.SecurityToken).TryGetPayloadValue<string>(
                HashClaim,
                out var hash
            )
        )
            return Refuse(ReasonOf(token));

        using var read = new MemoryStream();
        await body.CopyToAsync(read, ct);
        var bytes = read.GetBuffer().AsMemory(0, (int)read.Length);
        if (!IsHashOf(bytes.Span, hash))
            return Refuse("the body is not the one that was signed");

        try
        {
            var received = JsonSerializer.Deserialize<LiveKitEvent>(bytes.Span, LiveKitJson.Events);
            if (received?.Id is { Length: > 0 } id)
                return Read(id, received);
        }
        catch (JsonException)
        {
            // Logged below. It is no failure: LiveKit would only send the same event again.
        }

        LogUnreadable();
        return new UnrelatedEvent("");
    }

    private static bool IsHashOf(ReadOnlySpan<byte> body, string hash) =>
        string.Equals(
            hash,
            Convert.ToBase64String(SHA256.HashData(body)),
            StringComparison.Ordinal
        );

    /// <summary>The text of the exception is not used, because it may hold parts of the token.</summary>
    private static string ReasonOf(TokenValidationResult token) =>
        token.Exception switch
        {
            null => "it has no hash of a body",
            SecurityTokenInvalidIssuerException => "its API key is not LIVEKIT_API_KEY",
            SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException =>
                "it is not signed with LIVEKIT_API_SECRET",
            SecurityTokenInvalidLifetimeException
            or SecurityTokenExpiredException
            or SecurityTokenNotYetValidException =>
                "it is expired or not yet valid: the clocks may differ",
            _ => "it is missing or is not a token",
        };

    private Error Refuse(string reason)
    {
        refusedEvents.Note(reason);
        if (_refused.Count() is { } count)
            LogRefused(count, reason);
        return AccessErrors.Unauthorized;
    }

    private MeetingEvent Read(string id, LiveKitEvent received)
    {
        switch (received.Event)
        {
            case "room_started"
                when marks.IsOurs(received.Room?.Metadata)
                    && RoomName.TryParse(received.Room?.Name, out var room):
                return new RoomOpened(id, room);
            case "room_finished" when RoomName.TryParse(received.Room?.Name, out var room):
                return new RoomClosed(id, room);
            case "participant_joined"
                when received.Participant is { } participant
                    && RoomName.TryParse(received.Room?.Name, out var room)
                    && participants.PersonIn(room, participant) is { } person:
                return new ParticipantJoined(id, room, person.Name)
                {
                    JoinedAt = person.JoinedAt ?? clock.GetUtcNow(),
                    // Another installation may have a room of the same name, and decides who may stay there.
                    ConnectionId = marks.IsOurs(received.Room?.Metadata)
                        ? person.ConnectionId
                        : null,
                    Family = person.Family,
                    IsFromOperator = person.IsFromOperator,
                };
            case "participant_left"
                when received.Participant is { } participant
                    && marks.IsOurs(received.Room?.Metadata)
                    && RoomName.TryParse(received.Room?.Name, out var room)
                    && participants.PersonIn(room, participant) is not null:
                return new ParticipantLeft(id);
            case "egress_started"
            or "egress_updated"
            or "egress_ended" when egresses.Read(received.EgressInfo) is { } report:
                return new EgressChanged(id, report);
            default:
                return new UnrelatedEvent(id);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} events were refused since the last message of this kind. Latest reason: {Reason}. If LiveKit sent it, compare LIVEKIT_API_KEY and LIVEKIT_API_SECRET with the keys in LiveKit's configuration"
    )]
    private partial void LogRefused(int count, string reason);

    [LoggerMessage(LogLevel.Warning, "An event signed by LiveKit could not be read")]
    private partial void LogUnreadable();
}
