using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

/// <summary>A paused player reads nothing until its user continues.</summary>
public sealed class PausedViewerTests
{
    private const int Size = 32 * 1024 * 1024;

    [Test]
    public async Task A_viewer_who_pauses_for_less_than_an_hour_stays_connected()
    {
        await using var meet = new MeetApiFactory();
        using var viewer = await WatchAsync(meet);
        meet.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That(await viewer.CountUntilClosedAsync(), Is.GreaterThan(Size - 100_000));
    }

    [Test]
    public async Task A_viewer_who_reads_nothing_for_an_hour_is_disconnected()
    {
        await using var meet = new MeetApiFactory();
        using var viewer = await WatchAsync(meet);
        await Eventually.HoldsAsync(
            () =>
            {
                meet.Clock.Advance(TimeSpan.FromHours(1));
                return meet.Services.GetRequiredService<SendingMemory>().Streams == 0;
            },
            "nobody is sent anything any more"
        );
        Assert.That(await viewer.CountUntilClosedAsync(), Is.LessThan(Size - 100_000));
    }

    /// <summary>Kestrel measures its minimum rate with its own clock, which a test cannot advance.</summary>
    [Test]
    public async Task Media_has_no_minimum_data_rate()
    {
        await using var meet = new MeetApiFactory();
        var minimum = new MinimumRate { MinDataRate = new(240, TimeSpan.FromSeconds(5)) };
        var http = new DefaultHttpContext { RequestServices = meet.Services };
        http.Features.Set<IHttpMinResponseDataRateFeature>(minimum);
        var facts = new MediaFacts(1, new EntityTag("1"), meet.Clock.GetUtcNow());
        var playback = new RecordingPlayback(facts, "one.mp4") { Content = new MemoryStream([1]) };

        await new RecordingStreamResult(
            playback,
            asDownload: false,
            new SendingMemory(),
            meet.Clock
        ).ExecuteResultAsync(new ActionContext(http, new RouteData(), new ActionDescriptor()));

        Assert.That(minimum.MinDataRate, Is.Null);
    }

    /// <summary>Creates a client with a small receive buffer that has read the response header.</summary>
    private static async Task<RawConnection> WatchAsync(MeetApiFactory meet)
    {
        var (path, _) = await meet.AddRecordingAsync(Size);
        using var admin = await meet.SignInAsAdminAsync();
        var cookie = admin.Cookie(Browser.AccessCookie);
        var viewer = await RawConnection.OpenAsync(meet.Address, receiveBuffer: 16 * 1024);
        await viewer.SendAsync(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {Browser.AccessCookie}={cookie}\r\n\r\n"
        );
        Assert.That(await viewer.ReadUntilAsync("\r\n\r\n"), Does.StartWith("HTTP/1.1 200"));
        return viewer;
    }

    private sealed class MinimumRate : IHttpMinResponseDataRateFeature
    {
        public MinDataRate? MinDataRate { get; set; }
    }
}
