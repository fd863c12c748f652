using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Rooms;

public sealed class ListRoomsTests
{
    private const string Rooms = "/meet/api/v1/rooms";

    private MeetApiFactory _meet = null!;
    private Browser _holder = null!;
    private readonly List<string> _newestFirst = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _holder = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        var batches = new List<string[]> { new[] { "demo" } };
        foreach (var count in new[] { 5, 1, 4 })
        {
            _meet.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var batch = new string[count];
            for (var index = 0; index < count; index++)
                batch[index] = (await _meet.CreateRoomAsync()).Name;
            batches.Add(batch);
        }

        batches.Reverse();
        _newestFirst.AddRange(batches.SelectMany(batch => batch.Order(StringComparer.Ordinal)));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _holder.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task Rooms_are_listed_as_a_plain_array_newest_first()
    {
        using var answer = await _holder.GetAsync(Rooms);

        Assert.That(await NamesAsync(answer), Is.EqualTo(_newestFirst));
        Assert.That(answer.Headers.Contains("X-Next-Page-Token"), Is.False);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(10)]
    [TestCase(11)]
    [TestCase(100)]
    public async Task Following_the_pages_returns_each_room_once(int maxItems)
    {
        var names = new List<string?>();
        string? token = "";
        while (token is not null)
        {
            var next = token.Length == 0 ? "" : $"&nextPageToken={Uri.EscapeDataString(token)}";
            using var answer = await _holder.GetAsync($"{Rooms}?maxItems={maxItems}{next}");
            var page = await NamesAsync(answer);
            Assert.That(page, Has.Count.InRange(1, maxItems));
            names.AddRange(page);
            token = answer.Headers.TryGetValues("X-Next-Page-Token", out var values)
                ? values.Single()
                : null;
        }

        Assert.That(names, Is.EqualTo(_newestFirst));
    }

    [Test]
    public async Task Only_the_requested_fields_are_returned()
    {
        using var answer = await _holder.GetAsync($"{Rooms}?fields=roomName,preferences");

        foreach (var room in (await answer.ReadJsonAsync()).EnumerateArray())
        {
            Assert.That(
                room.EnumerateObject().Select(property => property.Name),
                Is.EqualTo(new[] { "roomName", "preferences" })
            );
        }
    }

    [TestCase("")]
    [TestCase("fields=publisherRoomUrl,maxParticipants,roomName,roomName")]
    [TestCase("fields=unknown")]
    public async Task The_whole_list_has_each_room_as_a_page_and_the_room_itself_have_it(
        string query
    )
    {
        var all = await TextAsync($"{Rooms}?{query}");
        var page = await TextAsync($"{Rooms}?maxItems=100&{query}");
        var rooms = new List<string>();
        foreach (var name in _newestFirst)
            rooms.Add(await TextAsync($"{Rooms}/{name}?{query}"));

        Assert.That(all, Is.EqualTo($"[{string.Join(',', rooms)}]"));
        Assert.That(page, Is.EqualTo(all));
    }

    [Test]
    public async Task A_listed_room_is_as_it_was_when_it_was_created()
    {
        await using var meet = new MeetApiFactory();
        using var holder = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await holder.PostAsync(
            Rooms,
            new
            {
                roomNamePrefix = "created",
                expirationDate = meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds(),
                maxParticipants = 5,
                preferences = new
                {
                    recordingPreferences = new { allowAccessTo = "admin-moderator" },
                },
            }
        );
        var created = await answer.Content.ReadAsStringAsync();

        using var listed = await holder.GetAsync(Rooms);

        Assert.That(await listed.Content.ReadAsStringAsync(), Does.Contain(created));
    }

    [TestCase("maxItems=0", "maxItems")]
    [TestCase("maxItems=101", "maxItems")]
    [TestCase("maxItems=-1", "maxItems")]
    [TestCase("maxItems=abc", "maxItems")]
    [TestCase("maxItems=99999999999", "maxItems")]
    [TestCase("maxItems=1&maxItems=2", "maxItems")]
    [TestCase("nextPageToken=garbage", "nextPageToken")]
    [TestCase("nextPageToken=%2F%2F%2F", "nextPageToken")]
    [TestCase("nextPageToken=OTk5OTk5OTk5OTk5OTk5OTk5LnJvb20", "nextPageToken")]
    public async Task Invalid_parameters_are_named(string query, string field)
    {
        using var answer = await _holder.GetAsync($"{Rooms}?{query}");

        await answer.ShouldNameFieldsAsync(field);
        Assert.That(
            (await answer.ReadJsonAsync()).GetProperty("message").GetString(),
            Is.EqualTo("Invalid request parameters")
        );
    }

    [Test]
    public async Task Only_administrators_can_list_rooms()
    {
        using var nobody = _meet.NewBrowser();
        using var user = await _meet.SignInAsUserAsync();
        using var admin = await _meet.SignInAsAdminAsync();
        foreach (var (browser, status) in new[] { (nobody, 401), (user, 403), (admin, 200) })
        {
            using var answer = await browser.GetAsync(Rooms);
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        }
    }

    private async Task<string> TextAsync(string path)
    {
        using var answer = await _holder.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<List<string?>> NamesAsync(HttpResponseMessage answer)
    {
        var rooms = await answer.ReadJsonAsync();
        Assert.That(rooms.ValueKind, Is.EqualTo(JsonValueKind.Array));
        return [.. rooms.EnumerateArray().Select(r => r.GetProperty("roomName").GetString())];
    }
}
