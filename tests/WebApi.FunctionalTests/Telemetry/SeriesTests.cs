using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

/// <summary>The number of time series depends on what the server can do, not on how much of it is done, by whom.</summary>
public sealed class SeriesTests
{
    private MeetApiFactory _meet = null!;

    [SetUp]
    public void Start() => _meet = new MeetApiFactory();

    [TearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task More_rooms_people_recordings_paths_and_methods_make_no_further_series()
    {
        await DoEverythingAsync(0);
        await SeriesAsync(requests: 1);
        await DoEverythingAsync(1);
        ThrowAnything();
        var few = await SeriesAsync(requests: 2);

        for (var number = 2; number < 25; number++)
            await DoEverythingAsync(number);
        var many = await SeriesAsync(requests: 25);

        Assert.That(few, Has.Count.GreaterThan(100));
        Assert.That(many.Except(few), Is.Empty);
    }

    /// <summary>The exceptions of a process are a series of their own, from the first one on.</summary>
    private static void ThrowAnything() =>
        Assert.That(() => throw new InvalidOperationException(), Throws.Exception);

    private async Task DoEverythingAsync(int number)
    {
        var room = await _meet.CreateRoomAsync($"room-{number}");
        using var person = await _meet.EnterAsync(room, $"Person {number}");
        var (path, _) = await _meet.AddRecordingAsync([1], room.Name);
        var link = await _meet.AddLinkAsync(path.Split('/')[^2]);
        using var key = _meet
            .NewBrowser()
            .With("X-API-KEY", MeetApiFactory.ApiKey)
            .With("User-Agent", $"agent/{number}")
            .With("X-Forwarded-Proto", $"proto{number}");
        foreach (
            var (method, target) in new[]
            {
                ("GET", path),
                ("GET", link.Path),
                ("GET", $"/meet/api/v1/rooms/{room.Name}"),
                ("GET", $"/meet/api/v1/rooms/unknown-{number}"),
                ("GET", $"/meet/api/v1/unknown-{number}?query={number}"),
                ("GET", $"/unknown-{number}/page-{number}"),
                ("GET", $"/room/{room.Name}?secret={room.ModeratorSecret}"),
                ("DELETE", $"/meet/internal-api/v1/participants/p{number}?roomName={room.Name}"),
                ($"BREW{number}", $"/meet/api/v1/rooms/{room.Name}"),
                ($"BREW{number}", $"/unknown-{number}"),
            }
        )
        {
            using var answer = await key.SendAsync(new HttpMethod(method), target);
            await answer.Content.ReadAsByteArrayAsync();
        }

        using var wrong = await key.PostAsync(
            "/meet/api/v1/auth/login",
            new { username = $"user-{number}", password = "wrong-password" }
        );
    }

    private async Task<HashSet<string>> SeriesAsync(int requests)
    {
        var scrape = await Scrape.OfAsync(_meet);
        // An answer may be some 100 ms old, and the end of a request is measured after its answer.
        await Eventually.HoldsAsync(
            async () =>
            {
                scrape = await Scrape.OfAsync(_meet);
                return scrape.Sum("meet_sign_ins_total") >= requests
                    && scrape.Sum(
                        "http_server_request_duration_seconds_count",
                        ("http_request_method", "_OTHER")
                    )
                        >= 2 * requests;
            },
            "all requests are measured"
        );
        return [.. scrape.Series];
    }
}
