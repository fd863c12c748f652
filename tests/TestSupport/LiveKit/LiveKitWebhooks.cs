using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <summary>Sends webhooks as LiveKit does, with a signature of the exact bytes of the body.</summary>
/// <param name="address">The server that receives the webhooks.</param>
/// <param name="clock">The server's clock, by which the signature is valid.</param>
public sealed class LiveKitWebhooks(Uri address, TimeProvider clock) : IDisposable
{
    private const int LifetimeSeconds = 300;

    private readonly HttpClient _http = new() { BaseAddress = address };
    private readonly LiveKitCredentials _credentials = new(
        MeetApiFactory.LiveKitApiKey,
        MeetApiFactory.LiveKitApiSecret
    );

    public static JsonObject RoomStarted(string room, string metadata = "", string? id = null) =>
        Event("room_started", room, metadata, id);

    public static JsonObject RoomFinished(string room, string? id = null) =>
        Event("room_finished", room, "", id);

    public static JsonObject ParticipantJoined(
        string room,
        string identity,
        string kind = "STANDARD",
        string? id = null,
        DateTimeOffset? joinedAt = null
    )
    {
        var body = Event("participant_joined", room, "", id);
        body["participant"] = new JsonObject
        {
            ["sid"] = "PA_1",
            ["identity"] = identity,
            ["joinedAtMs"] = joinedAt is { } joined
                ? Int64.Of(joined.ToUnixTimeMilliseconds())
                : Int64.NowInMilliseconds(),
        };
        if (kind != "STANDARD")
            body["participant"]!["kind"] = kind;
        return body;
    }

    /// <summary>The event that LiveKit sends for a participant who has joined a room.</summary>
    public static JsonObject ParticipantJoined(LiveKitRoom room, LiveKitParticipant participant)
    {
        var body = Event("participant_joined", room.Name, room.Metadata, id: null);
        body["participant"] = participant.ToWebhookJson();
        return body;
    }

    /// <summary>The event that LiveKit sends for an egress in this state.</summary>
    public static JsonObject EgressChanged(LiveKitEgress egress, string? id = null) =>
        new()
        {
            ["event"] =
                egress.Status == "EGRESS_STARTING" ? "egress_started"
                : egress.IsUnderWay ? "egress_updated"
                : "egress_ended",
            ["id"] = id ?? LiveKitState.NewId("EV_"),
            ["createdAt"] = Int64.NowInSeconds(),
            ["egressInfo"] = egress.ToWebhookJson(),
        };

    public Task<HttpResponseMessage> SendAsync(JsonObject body)
    {
        var text = body.ToJsonString();
        return SendAsync(text, Authorize(text));
    }

    /// <param name="authorization">The value of the header, or <see langword="null"/> for no header.</param>
    public async Task<HttpResponseMessage> SendAsync(string body, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/livekit/webhook")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/webhook+json");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await _http.SendAsync(request);
    }

    /// <summary>The Authorization header that LiveKit sends with a body.</summary>
    /// <param name="age">The age of the signature.</param>
    /// <param name="credentials">The key pair to sign with; <see langword="null"/> for the server's.</param>
    public string Authorize(
        string body,
        TimeSpan age = default,
        LiveKitCredentials? credentials = null
    )
    {
        var signedAt = (clock.GetUtcNow() - age).ToUnixTimeSeconds();
        return (credentials ?? _credentials).Sign(
            new JsonObject
            {
                ["sha256"] = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body))),
                ["nbf"] = signedAt,
                ["exp"] = signedAt + LifetimeSeconds,
            }
        );
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject Event(string name, string room, string metadata, string? id) =>
        new()
        {
            ["event"] = name,
            ["id"] = id ?? LiveKitState.NewId("EV_"),
            ["createdAt"] = Int64.NowInSeconds(),
            ["room"] = new JsonObject
            {
                ["sid"] = "RM_1",
                ["name"] = room,
                ["turnPassword"] = "turn-password",
                ["metadata"] = metadata,
            },
        };
}
