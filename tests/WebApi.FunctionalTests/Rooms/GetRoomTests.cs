using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Rooms;

public sealed class GetRoomTests
{
    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;
    private TestRoom _other = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
        _other = await _meet.CreateRoomAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase("admin", 200)]
    [TestCase("key", 200)]
    [TestCase("moderator", 200)]
    [TestCase("publisher", 403)]
    [TestCase("moderator elsewhere", 403)]
    [TestCase("user", 403)]
    [TestCase("nobody", 401)]
    [TestCase("wrong key", 401)]
    public async Task A_room_is_visible_to_administrators_and_its_moderators(string who, int status)
    {
        using var browser = await BrowserOfAsync(who);
        using var answer = await browser.GetAsync($"/meet/api/v1/rooms/{_room.Name}");

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        if (status == 200)
            Assert.That(TestRoom.From(await answer.ReadJsonAsync()), Is.EqualTo(_room));
        else
            Assert.That(
                await answer.Content.ReadAsStringAsync(),
                Does.Not.Contain(_room.ModeratorSecret)
            );
    }

    [TestCase("unknown")]
    [TestCase("%20")]
    [TestCase("..%2Fdemo")]
    [TestCase("DEMO")]
    public async Task A_room_that_does_not_exist_is_not_found(string name)
    {
        using var admin = await _meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync($"/meet/api/v1/rooms/{name}");

        await ShouldNotBeFoundAsync(answer);
    }

    [Test]
    public async Task An_expired_room_does_not_exist_even_for_its_moderator()
    {
        await using var meet = new MeetApiFactory();
        using var admin = await meet.SignInAsAdminAsync();
        using var created = await admin.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = meet.Clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() }
        );
        var room = TestRoom.From(await created.ReadJsonAsync());
        using var moderator = meet.NewBrowser();
        (await moderator.RequestTokenAsync(room, "Mo", room.ModeratorSecret)).Dispose();

        meet.Clock.Advance(TimeSpan.FromHours(1));

        foreach (var browser in new[] { admin, moderator })
        {
            using var answer = await browser.GetAsync($"/meet/api/v1/rooms/{room.Name}");
            await ShouldNotBeFoundAsync(answer);
        }
    }

    [TestCase("roomName", "roomName")]
    [TestCase("roomName,maxParticipants", "roomName,maxParticipants")]
    [TestCase("roomName, creationDate,unknown", "roomName,creationDate")]
    public async Task Only_the_requested_fields_are_returned(string fields, string expected)
    {
        using var admin = await _meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync(
            $"/meet/api/v1/rooms/{_room.Name}?fields={Uri.EscapeDataString(fields)}"
        );

        var room = await answer.ReadJsonAsync();
        Assert.That(
            room.EnumerateObject().Select(property => property.Name),
            Is.EquivalentTo(expected.Split(','))
        );
    }

    [TestCase("https://meet.example.com/", null, null, "https://meet.example.com/room/")]
    [TestCase("https://example.com", null, "evil.example", "https://example.com/room/")]
    [TestCase(null, "meet.example.com", "meet.example.com:81", "http://meet.example.com:81/room/")]
    [TestCase(null, "meet.example.com", "evil.example", "http://localhost:6080/room/")]
    [TestCase(null, "meet.example.com", "meet.example.com.evil", "http://localhost:6080/room/")]
    public async Task Room_URLs_begin_with_an_allowed_address(
        string? baseUrl,
        string? hosts,
        string? host,
        string expected
    )
    {
        var settings = new Dictionary<string, string>();
        if (baseUrl is not null)
            settings["MEET_BASE_URL"] = baseUrl;
        if (hosts is not null)
            settings["MEET_ALLOWED_HOSTS"] = hosts;
        await using var meet = new MeetApiFactory(settings);
        using var holder = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        holder.With("X-Forwarded-Host", "evil.example");
        if (host is not null)
            holder.With("Host", host);

        using var answer = await holder.GetAsync("/meet/api/v1/rooms/demo");

        var room = await answer.ReadJsonAsync();
        Assert.That(
            room.GetProperty("moderatorRoomUrl").GetString(),
            Does.StartWith($"{expected}demo?secret=")
        );
        Assert.That(
            room.GetProperty("publisherRoomUrl").GetString(),
            Does.StartWith($"{expected}demo?secret=")
        );
    }

    private async Task<Browser> BrowserOfAsync(string who)
    {
        var browser = _meet.NewBrowser();
        switch (who)
        {
            case "admin" or "user":
                browser.Dispose();
                return await _meet.SignInAsync(who);
            case "key":
                return browser.With("X-API-KEY", MeetApiFactory.ApiKey);
            case "wrong key":
                return browser.With("X-API-KEY", "wrong-api-key-of-length");
            case "moderator":
                (await browser.RequestTokenAsync(_room, who, _room.ModeratorSecret)).Dispose();
                return browser;
            case "publisher":
                (await browser.RequestTokenAsync(_room, who, _room.PublisherSecret)).Dispose();
                return browser;
            case "moderator elsewhere":
                (await browser.RequestTokenAsync(_other, who, _other.ModeratorSecret)).Dispose();
                return browser;
            default:
                return browser;
        }
    }

    private static Task ShouldNotBeFoundAsync(HttpResponseMessage answer) =>
        answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The room does not exist", "Room Error");
}
