using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>LiveKit goes down and comes back while participants request tokens.</summary>
public sealed class LiveKitOutageTests
{
    private const string ApiKey = "black-box-api-key";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Tokens_are_refused_quickly_while_LiveKit_is_down_and_issued_again_afterwards()
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        using var server = await PublishedServer.StartAsync(
            Release.Path,
            ("LIVEKIT_URL", liveKit.Url.ToString()),
            ("MEET_API_KEY", ApiKey)
        );
        using var browser = new Browser(new Uri(server.Url)).With("X-API-KEY", ApiKey);
        using var created = await browser.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = 4102444800000 }
        );
        var room = TestRoom.From(await created.ReadJsonAsync());
        await AskUntilAsync(HttpStatusCode.OK, server, room);

        await liveKit.StopAsync();
        var toRefusal = await AskUntilAsync(HttpStatusCode.ServiceUnavailable, server, room);
        var refusals = new List<TimeSpan>();
        for (var request = 0; request < 50; request++)
            refusals.Add(await AskUntilAsync(HttpStatusCode.ServiceUnavailable, server, room));

        await liveKit.StartAgainAsync();
        var toToken = await AskUntilAsync(HttpStatusCode.OK, server, room);

        refusals.Sort();
        await TestContext.Out.WriteLineAsync(
            $"""
            from LiveKit going down to the first 503: {toRefusal.TotalMilliseconds:0} ms
            503s after that: median {refusals[25].TotalMilliseconds:0.0} ms, longest {refusals[
                ^1
            ].TotalMilliseconds:0} ms
            from LiveKit coming back to the first 200: {toToken.TotalMilliseconds:0} ms
            """
        );
    }

    /// <summary>
    /// Requests tokens for new participants until the expected answer comes. Any answer other than 200 and 503 fails the test.
    /// </summary>
    /// <returns>The time until the expected answer.</returns>
    private static async Task<TimeSpan> AskUntilAsync(
        HttpStatusCode expected,
        PublishedServer server,
        TestRoom room
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var browser = new Browser(new Uri(server.Url));
            using var answer = await browser.RequestTokenAsync(
                room,
                Guid.NewGuid().ToString(),
                room.PublisherSecret
            );
            if (answer.StatusCode == expected)
                return TimeProvider.System.GetElapsedTime(started);

            Assert.That(
                answer.StatusCode,
                Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable)
            );
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Bound));
        }
    }
}
