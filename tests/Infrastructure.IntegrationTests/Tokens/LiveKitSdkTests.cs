using System.Text.Json;
using Microsoft.Extensions.Configuration;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.Infrastructure.Tokens;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Tokens;

/// <summary>Participant tokens, verified by LiveKit's own SDK.</summary>
public sealed class LiveKitSdkTests : InstallationTests
{
    private const string BrowserUrl = "wss://livekit.example.com";
    private const string BadSignature = "signature verification failed";

    [TestCase(ParticipantRole.Moderator, "moderator", true, "Alice")]
    [TestCase(ParticipantRole.Publisher, "publisher", false, "Zoë / 日本語 / 👩‍🚀")]
    [TestCase(
        ParticipantRole.Publisher,
        "publisher",
        false,
        "\"\\ </script> &amp; ' + \u2028\u00A0\u3000\uE000\u0378 😀"
    )]
    public async Task The_SDK_reads_the_grants(
        ParticipantRole role,
        string roleName,
        bool canRecord,
        string name
    )
    {
        var claims = await VerifyAsync(Issue(role, name));

        Assert.That(claims.GetProperty("iss").GetString(), Is.EqualTo("devkey"));
        Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo(name));
        Assert.That(claims.GetProperty("name").GetString(), Is.EqualTo(name));
        ShouldBeJson(
            claims.GetProperty("video"),
            """
            {
              "roomJoin": true,
              "room": "daily-abc",
              "canPublish": true,
              "canSubscribe": true,
              "canPublishData": true,
              "canUpdateOwnMetadata": true
            }
            """
        );
        ShouldBeJsonText(
            claims.GetProperty("metadata"),
            $$"""
            {
              "livekitUrl": "{{BrowserUrl}}",
              "role": "{{roleName}}",
              "permissions": {
                "canPublishScreen": true,
                "canRecord": {{(canRecord ? "true" : "false")}},
                "canChat": true,
                "canChangeVirtualBackground": true
              }
            }
            """
        );
    }

    [Test]
    public async Task The_SDK_reads_the_room_configuration()
    {
        var claims = await VerifyAsync(Issue());

        var configuration = claims.GetProperty("roomConfig");
        Assert.That(configuration.GetProperty("maxParticipants").GetInt32(), Is.EqualTo(7));
        Assert.That(
            configuration.GetProperty("metadata").ValueKind,
            Is.EqualTo(JsonValueKind.String)
        );
    }

    [Test]
    public async Task The_SDK_refuses_a_token_with_a_flipped_signature()
    {
        var parts = Issue().Split('.');
        var flipped = parts[2][0] == 'A' ? 'B' : 'A';

        var reason = await RefuseAsync($"{parts[0]}.{parts[1]}.{flipped}{parts[2][1..]}");

        Assert.That(reason, Is.EqualTo(BadSignature));
    }

    [Test]
    public async Task The_SDK_refuses_a_token_of_another_secret() =>
        Assert.That(await RefuseAsync(Issue(secret: "another")), Is.EqualTo(BadSignature));

    [Test]
    public async Task The_SDK_refuses_a_token_that_has_expired()
    {
        var token = Issue();
        Installation.Clock.Advance(TimeSpan.FromHours(7));
        Assert.That(await RefuseAsync(token), Does.StartWith("\"exp\" claim"));
    }

    private Task<JsonElement> VerifyAsync(string token) =>
        LiveKitSdk.VerifyTokenAsync(token, Installation.Clock.GetUtcNow());

    private Task<string> RefuseAsync(string token) =>
        LiveKitSdk.RefuseTokenAsync(token, Installation.Clock.GetUtcNow());

    /// <summary>A token for a LiveKit server other than the embedded one. Only such a token holds the room configuration.</summary>
    private string Issue(
        ParticipantRole role = ParticipantRole.Publisher,
        string name = "Alice",
        string secret = "secret"
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["LIVEKIT_URL"] = BrowserUrl,
                    ["LIVEKIT_API_SECRET"] = secret,
                    ["MEET_NAME_ID"] = "ours",
                }
            )
            .Build();
        var liveKit = new MeetSettings(configuration, isDevelopment: true).Get<LiveKitOptions>();
        var tokens = Installation.Get<JwtOptions>();
        var keys = new SigningKeys(tokens, liveKit, Installation.Get<StorageOptions>());
        var issuer = new ParticipantTokenIssuer(
            keys,
            new TokenValidation(keys, liveKit, Installation.Clock),
            new ParticipantClaims(keys),
            new FamilyProof(keys, liveKit),
            tokens,
            liveKit,
            new LiveKitRooms(new InstallationId(liveKit)),
            Installation.Clock
        );
        var room = Installation.NewRoom("daily-abc");
        return issuer
            .Issue(room, ParticipantName.Parse(name), role, TokenFamily.New(epoch: 0))
            .Value;
    }

    private static void ShouldBeJsonText(JsonElement actual, string expected)
    {
        Assert.That(actual.ValueKind, Is.EqualTo(JsonValueKind.String));
        using var written = JsonDocument.Parse(actual.GetString()!);
        ShouldBeJson(written.RootElement, expected);
    }

    private static void ShouldBeJson(JsonElement actual, string expected)
    {
        using var wanted = JsonDocument.Parse(expected);
        Assert.That(
            JsonElement.DeepEquals(actual, wanted.RootElement),
            Is.True,
            $"The JSON is {actual.GetRawText()}"
        );
    }
}
