using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Calls LiveKit for checks, and keeps what its answer says.</summary>
internal sealed class LiveKitProbe(
    ProbeClient client,
    LiveKitAuthorization authorization,
    SigningKeys keys,
    LiveKitOptions options,
    TimeProvider clock
)
{
    /// <summary>What is said of an answer that is not LiveKit's. <see cref="LiveKitCheck"/> reports it.</summary>
    public const string Elsewhere = "The answer is not LiveKit's";

    private const int Unauthorized = 401;
    private const int NotFound = 404;

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(1);

    /// <summary>The URL for this server, as it may be shown.</summary>
    public string Url => options.ServerUrl!.ToString();

    public Task<ProbeAnswer> CallAsync(
        TwirpMethod method,
        LiveKitGrant grant,
        object request,
        CancellationToken ct
    )
    {
        var message = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(options.ServerUrl!, method.Path)
        )
        {
            Content = JsonContent.Create(request, request.GetType(), options: LiveKitJson.Requests),
        };
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            authorization.TokenFor(grant)
        );
        return client.SendAsync(message, ct);
    }

    /// <summary>Asks whether LiveKit would let a participant join a room, without a join.</summary>
    /// <param name="server">The URL at which LiveKit is asked.</param>
    public Task<ProbeAnswer> ValidateJoinAsync(Uri server, RoomName room, CancellationToken ct)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "rtc/validate"));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", JoinToken(room));
        return client.SendAsync(message, ct);
    }

    /// <returns>
    /// Why an answer tells nothing about what a check looks for: LiveKit does not answer, or refuses the key; otherwise
    /// <see langword="null"/>. <see cref="LiveKitCheck"/> reports that.
    /// </returns>
    public static string? Silence(ProbeAnswer answer) =>
        answer.Cause is not null ? "LiveKit does not answer"
        : answer.Status == Unauthorized ? "LiveKit refuses the key pair"
        : null;

    /// <summary>Whether LiveKit says that it opens no room for who joins, and not another server that it has no such page.</summary>
    public static bool IsRoomRefused(ProbeAnswer answer) =>
        answer.Status == NotFound
        && Encoding
            .UTF8.GetString(answer.Body)
            .Contains("requested room", StringComparison.Ordinal);

    public static TwirpError? ErrorIn(ProbeAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize<TwirpError>(answer.Body, LiveKitJson.Answers);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string JoinToken(RoomName room) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = options.ApiKey,
                Expires = (clock.GetUtcNow() + TokenLifetime).UtcDateTime,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = "doctor",
                    [ParticipantClaims.Video] = new Dictionary<string, object>
                    {
                        ["roomJoin"] = true,
                        ["room"] = room.Value,
                    },
                },
                SigningCredentials = new SigningCredentials(
                    keys.LiveKit,
                    SecurityAlgorithms.HmacSha256
                ),
            }
        );
}
