using System.Net;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

/// <summary>Creating, listing and revoking links to recordings.</summary>
public sealed class RecordingLinkTests
{
    private const string Api = "/meet/api/v1";

    private MeetApiFactory _meet = null!;
    private Browser _key = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _meet = new MeetApiFactory();
        _key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _key.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task A_new_link_shows_its_url_once()
    {
        var links = await NewLinksAsync();
        var now = _meet.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        using var created = await _key.PostAsync(
            links,
            new
            {
                expiresInSeconds = 60,
                access = "download",
                code = "1234",
            }
        );
        using var listed = await _key.GetAsync(links);

        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        var link = await created.ReadJsonAsync();
        var url = link.GetProperty("url").GetString();
        Assert.That(
            url,
            Does.Match(
                $"^{_meet.Address}meet/api/v1/shared-recordings/[A-Za-z0-9]{{16}}-[A-Za-z0-9]{{32}}$"
            )
        );
        Assert.That(link.GetProperty("access").GetString(), Is.EqualTo("download"));
        Assert.That(link.GetProperty("hasCode").GetBoolean(), Is.True);
        Assert.That(link.GetProperty("creationDate").GetInt64(), Is.EqualTo(now));
        Assert.That(link.GetProperty("expirationDate").GetInt64(), Is.EqualTo(now + 60_000));
        var list = (await listed.ReadJsonAsync()).GetProperty("links");
        Assert.That(list.GetArrayLength(), Is.EqualTo(1));
        Assert.That(
            list[0].EnumerateObject().Select(property => property.Name),
            Is.EquivalentTo(["linkId", "access", "expirationDate", "hasCode", "creationDate"])
        );
    }

    [TestCase("""{}""", "expiresInSeconds,access")]
    [TestCase("""{"expiresInSeconds":0,"access":"view"}""", "expiresInSeconds")]
    [TestCase("""{"expiresInSeconds":31536001,"access":"view"}""", "expiresInSeconds")]
    [TestCase("""{"expiresInSeconds":1.5,"access":"view"}""", "expiresInSeconds")]
    [TestCase("""{"expiresInSeconds":60,"access":"edit"}""", "access")]
    [TestCase("""{"expiresInSeconds":60,"access":"view","code":"123"}""", "code")]
    [TestCase("""{"expiresInSeconds":60,"access":"view","code":"LONG"}""", "code")]
    public async Task Invalid_options_are_named(string body, string fields)
    {
        using var content = new StringContent(
            body.Replace("LONG", new string('x', 257), StringComparison.Ordinal),
            encoding: null,
            "application/json"
        );
        using var answer = await _key.PostAsync(await NewLinksAsync(), content);
        await answer.ShouldNameFieldsAsync(fields.Split(','));
    }

    [TestCase(1, "1234")]
    [TestCase(31_536_000, null)]
    public async Task The_limits_themselves_are_allowed(int expiresInSeconds, string? code)
    {
        code ??= new string('x', 256);
        using var answer = await _key.PostAsync(
            await NewLinksAsync(),
            new
            {
                expiresInSeconds,
                access = "view",
                code,
            }
        );
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task A_recording_has_at_most_a_hundred_links_that_have_not_expired()
    {
        var links = await NewLinksAsync();
        var created = await Task.WhenAll(
            Enumerable
                .Range(0, RecordingLink.MaxForRecording + 5)
                .Select(_ => _key.PostAsync(links, Options))
        );
        Assert.That(
            created.Count(answer => answer.StatusCode == HttpStatusCode.Created),
            Is.EqualTo(RecordingLink.MaxForRecording)
        );
        await created
            .First(answer => answer.StatusCode != HttpStatusCode.Created)
            .ShouldBeErrorAsync(HttpStatusCode.Conflict, "The recording has too many links");

        _meet.Clock.Advance(TimeSpan.FromSeconds(60));

        using var later = await _key.PostAsync(links, Options);
        Assert.That(later.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await CountAsync(links), Is.EqualTo(1));
        foreach (var answer in created)
            answer.Dispose();
    }

    [TestCase("admin", 403, 403)]
    [TestCase("admin-moderator", 201, 403)]
    [TestCase("admin-moderator-publisher", 201, 403)]
    public async Task Moderators_share_what_they_may_watch(
        string allowAccessTo,
        int moderatorStatus,
        int publisherStatus
    )
    {
        var room = await _meet.CreateRoomAsync();
        (
            await _key.PutAsync(
                $"{Api}/rooms/{room.Name}",
                new { preferences = new { recordingPreferences = new { allowAccessTo } } }
            )
        ).EnsureSuccessStatusCode();
        var links = await NewLinksAsync(room.Name);
        using var moderator = await _meet.EnterAsync(room);
        using var publisher = await _meet.EnterAsync(room, "Bob", room.PublisherSecret);
        using var elsewhere = await _meet.EnterAsync(await _meet.CreateRoomAsync());
        using var user = await _meet.SignInAsUserAsync();
        using var admin = await _meet.SignInAsAdminAsync();
        using var stranger = _meet.NewBrowser();

        foreach (
            var (browser, status) in new[]
            {
                (moderator, moderatorStatus),
                (publisher, publisherStatus),
                (elsewhere, 403),
                (user, 403),
                (admin, 201),
                (stranger, 401),
            }
        )
        {
            var other = status == 201 ? 200 : status;
            using var created = await browser.PostAsync(links, Options);
            using var listed = await browser.GetAsync(links);
            Assert.That((int)created.StatusCode, Is.EqualTo(status));
            Assert.That((int)listed.StatusCode, Is.EqualTo(other));

            var (id, _) = await _meet.AddLinkAsync(links.Split('/')[^2]);
            using var revoked = await browser.DeleteAsync($"{links}/{id}");
            Assert.That((int)revoked.StatusCode, Is.EqualTo(status == 201 ? 204 : status));
        }
    }

    [TestCase("/unknown--EG_1--uid/links", "Recording not found")]
    [TestCase("/nonsense/links", "Recording not found")]
    public async Task Links_of_an_unknown_recording_are_not_found(string path, string message)
    {
        using var created = await _key.PostAsync($"{Api}/recordings{path}", Options);
        using var listed = await _key.GetAsync($"{Api}/recordings{path}");
        await created.ShouldBeErrorAsync(HttpStatusCode.NotFound, message);
        await listed.ShouldBeErrorAsync(HttpStatusCode.NotFound, message);
    }

    [Test]
    public async Task A_link_is_revoked_once_and_only_by_its_own_recording()
    {
        var links = await NewLinksAsync();
        var (id, _) = await _meet.AddLinkAsync(links.Split('/')[^2]);

        using var elsewhere = await _key.DeleteAsync($"{await NewLinksAsync()}/{id}");
        using var revoked = await _key.DeleteAsync($"{links}/{id}");
        using var again = await _key.DeleteAsync($"{links}/{id}");

        await elsewhere.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The link does not exist");
        Assert.That(revoked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await again.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The link does not exist");
        Assert.That(await CountAsync(links), Is.Zero);
    }

    private static object Options => new { expiresInSeconds = 60, access = "view" };

    private async Task<int> CountAsync(string links)
    {
        using var listed = await _key.GetAsync(links);
        return (await listed.ReadJsonAsync()).GetProperty("links").GetArrayLength();
    }

    /// <returns>The path of the links of a new recording.</returns>
    private async Task<string> NewLinksAsync(string room = "large")
    {
        var (path, _) = await _meet.AddRecordingAsync([1, 2, 3], room);
        return $"{Api}/recordings/{path.Split('/')[^2]}/links";
    }
}
