using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.Browser.Tests;

/// <summary>A browser plays a recording over a connection so slow that the recording is not loaded when the player seeks.</summary>
public sealed class RecordingPlaybackTests
{
    private const string Stream = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";

    /// <summary>Four times the recording's bit rate; the whole recording takes ten seconds.</summary>
    private const int LineBytesPerSecond = 200_000;

    /// <summary>In seconds, because the player plays during the check.</summary>
    private const double Tolerance = 0.5;

    /// <summary>The ready state in which the picture at the current position is available.</summary>
    private const int HaveCurrentData = 2;

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly ConcurrentQueue<IResponse> _answers = [];
    private Chromium _chromium = null!;
    private MeetApiFactory _server = null!;
    private FaultProxy _line = null!;
    private IPage _page = null!;

    private static string Video => Checkout.File("src", "WebApi", "Demo", "demo-recording.mp4");

    [SetUp]
    public async Task SetUpAsync()
    {
        _chromium = await Chromium.StartAsync();
        _server = new MeetApiFactory();
        _line = await FaultProxy.StartAsync(_server.Address);
        _line.InjectFault(
            new ProxyFault.Slow(LineBytesPerSecond),
            only: call => call.Path == Stream
        );

        _page = await _chromium.NewPageAsync();
        _page.Response += (_, answer) => _answers.Enqueue(answer);
        await _page.GotoAsync(new Uri(_line.Address, "/meet/health").ToString());
        await _page.SetContentAsync(
            await File.ReadAllTextAsync(Checkout.File("tests", "Browser.Tests", "player.html"))
        );
        _answers.Clear();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_line is not null)
            await _line.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Test]
    public async Task A_recording_plays_from_any_position()
    {
        await SignInAsync();
        await _page.EvaluateAsync("url => play(url)", Stream);
        await ShouldPlayOnFromAsync(0);

        foreach (var position in new[] { 38, 20, 5 })
        {
            var shown = await _page.EvaluateAsync<Shown>("seconds => seek(seconds)", position);
            Assert.Multiple(() =>
            {
                Assert.That(shown.Time, Is.EqualTo(position).Within(Tolerance));
                Assert.That(
                    shown.Clock,
                    Is.EqualTo(position).Within(Tolerance),
                    "The clock in the picture"
                );
                Assert.That(shown.ReadyState, Is.GreaterThanOrEqualTo(HaveCurrentData));
            });
        }

        await ShouldPlayOnFromAsync(5);
        ShouldHaveSentRanges();
    }

    private async Task SignInAsync() =>
        Assert.That(
            await _page.EvaluateAsync<int>("() => signIn('admin', 'admin')"),
            Is.EqualTo(200)
        );

    /// <summary>Each answer was the requested range, and the end was requested long before the part before it was loaded.</summary>
    private void ShouldHaveSentRanges()
    {
        var size = new FileInfo(Video).Length;
        var starts = new List<long>();
        foreach (var answer in _answers.Where(answer => answer.Url.EndsWith(Stream, Ordinal)))
        {
            var start = RangeHeaderValue.Parse(answer.Request.Headers["range"]).Ranges.First().From;
            starts.Add(start!.Value);
            Assert.That(answer.Status, Is.EqualTo(206));
            Assert.That(
                answer.Headers["content-range"],
                Is.EqualTo($"bytes {start}-{size - 1}/{size}")
            );
        }

        Assert.That(starts, Does.Contain(0).And.Some.GreaterThan(size * 9 / 10));
    }

    private Task ShouldPlayOnFromAsync(double position) =>
        Eventually.HoldsAsync(
            async () =>
            {
                var shown = await _page.EvaluateAsync<Shown>("() => look()");
                return !shown.IsPaused
                    && shown.Time > position + 1
                    && Math.Abs(shown.Clock - shown.Time) < 0.5;
            },
            "the player plays on"
        );
}
