using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

public sealed class ListRecordingsTests
{
    private const string Recordings = "/meet/api/v1/recordings";

    private MeetApiFactory _meet = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _meet = new MeetApiFactory();
        _ = _meet.Address;
        await using var scope = _meet.Services.CreateAsyncScope();
        var recordings = scope.ServiceProvider.GetRequiredService<IRecordingRepository>();
        for (var number = 0; number < 25; number++)
        {
            // Three recordings start in each millisecond, and their order must be the same on every page.
            var room = number % 2 == 0 ? "even" : "odd";
            await recordings.TryAddAsync(
                new Recording
                {
                    Id = RecordingId.Parse($"{room}--EG_{number:00}--uid"),
                    Status = RecordingStatus.Failed,
                    SignalledStatus = RecordingStatus.Failed,
                    StartedAt = _meet.Clock.GetUtcNow().AddMilliseconds(number / 3),
                },
                CancellationToken.None
            );
        }
    }

    [TearDown]
    public async Task TearDownAsync() => await _meet.DisposeAsync();

    [TestCase("", 10)]
    [TestCase("maxItems=4", 4)]
    [TestCase("maxItems=100", 26)]
    [TestCase("maxItems=100&roomId=odd", 12)]
    [TestCase("maxItems=100&roomId=nobody", 0)]
    [TestCase("maxItems=100&roomId=no--room", 0)]
    public async Task A_page_has_the_requested_number_of_recordings(string query, int count)
    {
        var page = await ListAsync(query);
        Assert.That(page.GetProperty("recordings").GetArrayLength(), Is.EqualTo(count));
    }

    [TestCase(7, "")]
    [TestCase(1, "")]
    [TestCase(5, "&roomId=even")]
    public async Task Pages_return_each_recording_once_newest_first(int size, string filter)
    {
        var all = Ids(await ListAsync($"maxItems=100{filter}"));
        var paged = new List<string>();
        var token = "";
        do
        {
            var page = await ListAsync($"maxItems={size}{filter}{token}");
            paged.AddRange(Ids(page));
            var isTruncated = page.GetProperty("isTruncated").GetBoolean();
            Assert.That(
                page.TryGetProperty("nextPageToken", out var next),
                Is.EqualTo(isTruncated)
            );
            token = isTruncated ? $"&nextPageToken={next.GetString()}" : "";
        } while (token.Length > 0);

        Assert.That(paged, Is.EqualTo(all));
        Assert.That(paged, Is.Unique);
    }

    [Test]
    public async Task Unknown_fields_of_a_recording_are_omitted()
    {
        var recording = (await ListAsync("roomId=odd"))
            .GetProperty("recordings")
            .EnumerateArray()
            .First();

        Assert.That(
            recording.EnumerateObject().Select(property => property.Name),
            Is.EquivalentTo(["recordingId", "roomId", "status", "filename", "startDate"])
        );
    }

    [Test]
    public async Task A_recording_that_ended_at_a_limit_is_spelled_as_in_the_specification()
    {
        await using (var scope = _meet.Services.CreateAsyncScope())
            await scope
                .ServiceProvider.GetRequiredService<IRecordingRepository>()
                .TryAddAsync(
                    new Recording
                    {
                        Id = RecordingId.Parse("long--EG_1--uid"),
                        Status = RecordingStatus.LimitReached,
                        SignalledStatus = RecordingStatus.LimitReached,
                        StartedAt = _meet.Clock.GetUtcNow(),
                    },
                    CancellationToken.None
                );

        var page = await ListAsync("roomId=long");
        Assert.That(
            page.GetProperty("recordings")[0].GetProperty("status").GetString(),
            Is.EqualTo("LIMITED_REACHED")
        );
    }

    [TestCase("maxItems=0", "maxItems")]
    [TestCase("maxItems=101", "maxItems")]
    [TestCase("maxItems=many", "maxItems")]
    [TestCase("nextPageToken=nonsense!", "nextPageToken")]
    public async Task Invalid_parameters_are_named(string query, string field)
    {
        using var admin = await _meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync($"{Recordings}?{query}");
        await answer.ShouldNameFieldsAsync(field);
    }

    [TestCase("GET", "")]
    [TestCase("GET", "/demo--EG_demo--clock")]
    [TestCase("DELETE", "/demo--EG_demo--clock")]
    [TestCase("DELETE", "?recordingIds=demo--EG_demo--clock")]
    public async Task Only_administrators_can_read_and_delete_recordings(string method, string path)
    {
        using var anybody = _meet.NewBrowser();
        using var user = await _meet.SignInAsUserAsync();

        using var byAnybody = await anybody.SendAsync(new HttpMethod(method), Recordings + path);
        using var byUser = await user.SendAsync(new HttpMethod(method), Recordings + path);

        Assert.That(byAnybody.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(byUser.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task The_demo_recording_is_deleted_with_its_media()
    {
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var deleted = await key.DeleteAsync($"{Recordings}/demo--EG_demo--clock");
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(
            Directory.GetFiles(
                Path.Combine(_meet.DataDirectory, "openvidu-meet", "recordings", "demo")
            ),
            Is.Empty
        );
    }

    [Test]
    public async Task Deleting_without_an_id_is_invalid()
    {
        using var key = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await key.DeleteAsync($"{Recordings}?recordingIds=,");
        await answer.ShouldNameFieldsAsync("recordingIds");
    }

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("recordings")
            .EnumerateArray()
            .Select(recording => recording.GetProperty("recordingId").GetString()!);

    private async Task<JsonElement> ListAsync(string query)
    {
        using var admin = await _meet.SignInAsAdminAsync();
        using var answer = await admin.GetAsync($"{Recordings}?{query}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.ReadJsonAsync();
    }
}
