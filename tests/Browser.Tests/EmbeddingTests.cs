using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Browser.Tests;

/// <summary>A page of another site that embeds the client with the server's script.</summary>
public sealed class EmbeddingTests
{
    private Chromium _chromium = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _chromium = await Chromium.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
    }

    [Test]
    public async Task The_frame_shows_the_clients_page()
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        await using var meet = Hosting(("LIVEKIT_URL", liveKit.Url.ToString()));
        await using var site = await OtherSite.StartAsync(meet);
        var page = await OpenAsync(site);

        await Eventually.HoldsAsync(
            async () =>
                page.Frames.Count == 2
                && await page.Frames[1].TitleAsync()
                    == "The Meet client, as far as the server sees it",
            "the client is in the frame"
        );
    }

    [Test]
    public async Task The_frame_shows_the_notice_of_a_server_without_LiveKit()
    {
        await using var meet = Hosting();
        await using var site = await OtherSite.StartAsync(meet);
        var page = await OpenAsync(site);

        await Assertions
            .Expect(
                page.FrameLocator("openvidu-meet iframe")
                    .GetByRole(AriaRole.Heading, new() { Level = 1 })
            )
            .ToHaveTextAsync("Nobody can meet here yet", new() { Timeout = 30_000 });
    }

    private static MeetApiFactory Hosting(params (string Name, string Value)[] settings) =>
        new(
            settings
                .Append(("MEET_SPA_DIR", Checkout.File("tests", "Browser.Tests", "SpaStandIn")))
                .ToDictionary(setting => setting.Item1, setting => setting.Item2)
        );

    private async Task<IPage> OpenAsync(OtherSite site)
    {
        var page = await _chromium.NewPageAsync();
        await page.GotoAsync(site.Url);
        return page;
    }

    private sealed class OtherSite(string page) : LoopbackServer
    {
        /// <summary>To browsers this is another site than the server's, which is at 127.0.0.1.</summary>
        public string Url => $"http://localhost:{Address.Port}/";

        public static async Task<OtherSite> StartAsync(MeetApiFactory meet)
        {
            var room = await meet.CreateRoomAsync();
            var site = new OtherSite(
                $"""
                <!doctype html>
                <script src="{meet.Address}meet/v1/openvidu-meet.js"></script>
                <openvidu-meet room-url="{meet.Address}room/{room.Name}?secret={room.ModeratorSecret}"></openvidu-meet>
                """
            );
            await site.StartAgainAsync();
            return site;
        }

        protected override void Configure(WebApplication app) =>
            app.MapGet("/", () => Results.Content(page, "text/html"));
    }
}
