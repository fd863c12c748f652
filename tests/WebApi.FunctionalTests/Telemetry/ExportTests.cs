using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;
using OpenViduMeet.TestSupport.Telemetry;
using OpenViduMeet.TestSupport.Webhooks;
using OpenViduMeet.WebApi.FunctionalTests.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

/// <summary>What a collector gets of metrics and traces.</summary>
public sealed class ExportTests : RecordingTests
{
    /// <summary>OpenTelemetry reads them from the environment only: the times between two exports, in milliseconds.</summary>
    private static readonly string[] Intervals =
    [
        "OTEL_METRIC_EXPORT_INTERVAL",
        "OTEL_BSP_SCHEDULE_DELAY",
    ];

    private const string Person = "Zaphod Beeblebrox";

    private S3Server _s3 = null!;
    private CollectorDouble _collector = null!;
    private WebhookReceiverDouble _receiver = null!;

    [TearDown]
    public async Task StopOthersAsync()
    {
        SetIntervals(null);
        await _receiver.DisposeAsync();
        await _collector.DisposeAsync();
        await _s3.DisposeAsync();
    }

    protected override async Task<IReadOnlyDictionary<string, string>> MoreSettingsAsync()
    {
        _s3 = await S3Server.StartAsync();
        _collector = await CollectorDouble.StartAsync();
        _receiver = await WebhookReceiverDouble.StartAsync();
        SetIntervals("500");
        return new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Url.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["MEET_BLOB_STORAGE_MODE"] = "s3",
            ["MEET_S3_SERVICE_ENDPOINT"] = _s3.Endpoint.ToString(),
            ["MEET_S3_ACCESS_KEY"] = _s3.AccessKey,
            ["MEET_S3_SECRET_KEY"] = _s3.SecretKey,
            ["MEET_S3_BUCKET"] = $"meet-{Guid.NewGuid():N}",
            ["MEET_WEBHOOK_ENABLED"] = "true",
            ["MEET_WEBHOOK_URL"] = _receiver.Url.ToString(),
            ["MEET_WEBHOOK_ALLOW_PRIVATE"] = "true",
        };
    }

    [Test]
    public async Task A_collector_gets_metrics_and_traces_without_secrets()
    {
        var (room, moderator, _) = await RecordAsync();
        using var admin = await Meet.SignInAsAdminAsync();
        using var person = await Meet.EnterAsync(room, Person, room.PublisherSecret);
        var (path, _) = await Meet.AddRecordingAsync([1, 2, 3], room.Name);
        var recording = path.Split('/')[^2];
        var link = await Meet.AddLinkAsync(recording, code: "a-secret-code");
        using (var stranger = Meet.NewBrowser().With("X-Recording-Code", "a-secret-code"))
        {
            (await stranger.GetAsync($"/room/{room.Name}?secret={room.ModeratorSecret}")).Dispose();
            (await stranger.GetAsync(link.Path)).Dispose();
            (await stranger.GetAsync($"{link.Path}/no-such-page")).Dispose();
            (
                await stranger.GetAsync($"/meet/api/v1/auth/oidc/callback?code=oidc-code&state=s")
            ).Dispose();
        }

        using var watched = await admin.GetAsync(path);
        Assert.That(watched.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var refused = await moderator.DisconnectAsync(room, Person);
        await Eventually.HoldsAsync(() => _receiver.Received.Count >= 1, "a webhook is delivered");
        var secrets = new[]
        {
            room.ModeratorSecret,
            room.PublisherSecret,
            moderator.Cookie(Browser.ParticipantCookie)!,
            admin.Cookie(Browser.AccessCookie)!,
            MeetApiFactory.ApiKey,
            link.Path.Split('/')[^1],
            "a-secret-code",
            "oidc-code",
            "X-Amz-Signature",
            "of-the-receiver",
            "secret=",
            _s3.SecretKey,
            Person,
            Uri.EscapeDataString(Person),
        };
        moderator.Dispose();

        await Eventually.HoldsAsync(
            () =>
                _collector.Metrics.Contains("meet.tokens", StringComparison.Ordinal)
                && _collector.Traces.Contains("StreamSharedRecording", StringComparison.Ordinal)
                && _collector.Traces.Contains("DisconnectParticipant", StringComparison.Ordinal),
            "metrics and traces are exported"
        );
        await Meet.DisposeAsync();

        Assert.That(_collector.Metrics, Does.Contain("openvidu-meet"));
        var traces = _collector.Traces;
        foreach (
            var expected in new[]
            {
                "StreamSharedRecording",
                "/shared-recordings/{token}",
                "RoomService/GetParticipant",
                "meet.store",
                "http.response.status_code",
                "server.address",
                room.Name,
                recording,
            }
        )
            Assert.That(traces, Does.Contain(expected));
        if (DatabaseOfTests.IsPostgres)
            Assert.That(traces, Does.Contain("postgresql"));
        foreach (var secret in secrets)
            Assert.That(traces + _collector.Metrics, Does.Not.Contain(secret));
    }

    private static void SetIntervals(string? milliseconds)
    {
        foreach (var interval in Intervals)
            Environment.SetEnvironmentVariable(interval, milliseconds);
    }
}
