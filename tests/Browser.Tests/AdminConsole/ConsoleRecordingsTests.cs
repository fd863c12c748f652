using System.Collections.Concurrent;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

public sealed class ConsoleRecordingsTests : ConsoleTests
{
    private const string Position = "video => video.currentTime";
    private const string Play = "Play the recording of demo";

    private readonly ConcurrentQueue<IResponse> _answers = [];

    private ILocator Video => Dialog.Locator("video");

    [SetUp]
    public void Listen()
    {
        _answers.Clear();
        Page.Response += (_, answer) =>
        {
            if (answer.Url.EndsWith("/stream", StringComparison.Ordinal))
                _answers.Enqueue(answer);
        };
    }

    [Test]
    public async Task The_demo_recording_plays_two_clicks_after_the_sign_in_and_seeks()
    {
        await OpenAsync();
        await SignInAsync();
        await Link("Recordings").ClickAsync();
        await Button(Play).ClickAsync();
        await ShouldPlayOnFromAsync(0);

        await Video.EvaluateAsync("video => { video.currentTime = 30; }");
        await ShouldPlayOnFromAsync(30);
        Assert.That(_answers.Select(answer => answer.Status), Is.All.EqualTo(206));
        Assert.That(_answers, Is.Not.Empty);
    }

    [Test]
    public async Task A_closed_player_stops_and_returns_the_focus()
    {
        await OpenViewAsync("Recordings");
        await Button(Play).ClickAsync();
        await ShouldPlayOnFromAsync(0);
        await Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(Dialog).ToHaveCountAsync(0);
        await ShouldHaveFocusAsync(Button(Play));
    }

    [Test]
    public async Task The_player_renews_an_expired_session()
    {
        await OpenViewAsync("Recordings");
        await ShouldShowAsync(Button(Play));
        await Page.Context.ClearCookiesAsync(new() { Name = TestSupport.Browser.AccessCookie });
        await Button(Play).ClickAsync();

        await ShouldPlayOnFromAsync(0);
    }

    [Test]
    public async Task A_recording_that_is_gone_is_reported_in_the_player()
    {
        await OpenViewAsync("Recordings");
        await ShouldShowAsync(Button(Play));
        using (var administrator = await Meet.SignInAsAdminAsync())
            (
                await administrator.DeleteAsync("/meet/api/v1/recordings/demo--EG_demo--clock")
            ).Dispose();
        await Button(Play).ClickAsync();

        await ShouldAlertAsync("The server answered with 404.");
    }

    [Test]
    public async Task A_file_that_is_no_video_is_reported_in_the_player()
    {
        await Meet.AddRecordingAsync(new byte[1000], "broken");
        await OpenViewAsync("Recordings");
        await Button("Play the recording of broken").ClickAsync();

        await ShouldAlertAsync("Your browser cannot play this recording.");
    }

    [Test]
    public async Task A_recording_is_downloaded()
    {
        await OpenViewAsync("Recordings");
        var download = await Page.RunAndWaitForDownloadAsync(() => Link("Download").ClickAsync());

        Assert.That(download.SuggestedFilename, Is.EqualTo("demo--clock.mp4"));
    }

    [Test]
    public async Task A_recording_is_deleted_and_then_there_are_none()
    {
        await OpenViewAsync("Recordings");
        await Button("Delete the recording of demo").ClickAsync();
        await Button("Delete the recording").ClickAsync();

        await ShouldSayAsync("The recording is deleted.");
        await ShouldShowAsync(Heading("There are no recordings"));
    }

    private Task ShouldPlayOnFromAsync(double position) =>
        Eventually.HoldsAsync(
            async () => await Video.EvaluateAsync<double>(Position) > position + 0.3,
            "the player plays on"
        );
}
