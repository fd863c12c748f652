using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.Browser.Tests;

/// <summary>A browser pauses a recording that is larger than the part it loads ahead.</summary>
public sealed class PausedPlayerTests
{
    /// <summary>In seconds, of forty: beyond what the browser can have loaded ahead.</summary>
    private const double NearTheEnd = 38;

    private readonly ConcurrentQueue<long> _starts = [];
    private Chromium _chromium = null!;
    private MeetApiFactory _server = null!;
    private IPage _page = null!;
    private string _stream = null!;

    private int Streams => _server.Services.GetRequiredService<SendingMemory>().Streams;

    [SetUp]
    public async Task SetUpAsync()
    {
        _chromium = await Chromium.StartAsync();
        _server = new MeetApiFactory();
        (_stream, _) = await _server.AddRecordingAsync(PaddedRecording.Make());
        _page = await _chromium.NewPageAsync();
        _page.Request += (_, request) => NoteStart(request);
        await _page.GotoAsync(new Uri(_server.Address, "/meet/health").ToString());
        await _page.SetContentAsync(
            await File.ReadAllTextAsync(Checkout.File("tests", "Browser.Tests", "player.html"))
        );
        Assert.That(
            await _page.EvaluateAsync<int>("() => signIn('admin', 'admin')"),
            Is.EqualTo(200)
        );
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Test]
    public async Task A_player_whose_connection_was_closed_during_a_pause_resumes_by_itself()
    {
        await _page.EvaluateAsync("url => play(url)", _stream);
        await ShouldPlayPastAsync(1);
        await _page.EvaluateAsync("() => video.pause()");
        Assert.That(Streams, Is.EqualTo(1), "the browser has not loaded the whole recording");
        var paused = await LookAsync();
        _starts.Clear();

        await Eventually.HoldsAsync(
            () =>
            {
                _server.Clock.Advance(TimeSpan.FromHours(1));
                return Streams == 0;
            },
            "the server has closed the connection"
        );
        await RenewAccessAsync();
        await _page.EvaluateAsync("() => { video.playbackRate = 4; return video.play(); }");

        await ShouldPlayPastAsync(NearTheEnd);
        await TestContext.Out.WriteLineAsync(
            $"paused at {paused.Time:0.0} s, requested again from byte {string.Join(", ", _starts)}"
        );
        Assert.That(_starts, Is.Not.Empty.And.All.GreaterThan(0));
        Assert.That(
            await _page.EvaluateAsync<string?>("() => video.error && video.error.message"),
            Is.Null
        );
    }

    private void NoteStart(IRequest request)
    {
        if (
            request.Url.EndsWith(_stream, StringComparison.Ordinal)
            && request.Headers.TryGetValue("range", out var range)
        )
            _starts.Enqueue(RangeHeaderValue.Parse(range).Ranges.First().From ?? 0);
    }

    /// <summary>
    /// An hour is less than the lifetime of an access token. Moving the clock until the server closes the connection may take
    /// longer.
    /// </summary>
    private async Task RenewAccessAsync() =>
        Assert.That(
            await _page.EvaluateAsync<int>("() => signIn('admin', 'admin')"),
            Is.EqualTo(200)
        );

    private Task<Shown> LookAsync() => _page.EvaluateAsync<Shown>("() => look()");

    private Task ShouldPlayPastAsync(double seconds) =>
        Eventually.HoldsAsync(
            async () => (await LookAsync()).Time > seconds,
            $"the player is past {seconds} s",
            TimeSpan.FromSeconds(60)
        );
}
