using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Rooms;

public sealed class UpdateRoomTests
{
    private const string Rooms = "/meet/api/v1/rooms";

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task Only_the_preferences_that_are_sent_change()
    {
        var room = await _meet.CreateRoomAsync(maxParticipants: 3, recordingEnabled: false);
        using var admin = await _meet.SignInAsAdminAsync();
        using var before = await admin.GetAsync($"{Rooms}/{room.Name}");

        using var answer = await admin.PutAsync(
            $"{Rooms}/{room.Name}",
            new { preferences = new { chatPreferences = new { enabled = false } } }
        );

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var after = await admin.GetAsync($"{Rooms}/{room.Name}");
        var expected = (await before.Content.ReadAsStringAsync()).Replace(
            """
            "chatPreferences":{"enabled":true}
            """,
            """
            "chatPreferences":{"enabled":false}
            """,
            StringComparison.Ordinal
        );
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(expected));
        Assert.That(await after.Content.ReadAsStringAsync(), Is.EqualTo(expected));
        Assert.That(expected, Does.Contain("\"recordingPreferences\":{\"enabled\":false,"));
    }

    [Test]
    public async Task Two_concurrent_changes_are_both_kept()
    {
        var room = await _meet.CreateRoomAsync();
        using var admin = await _meet.SignInAsAdminAsync();

        var answers = await Task.WhenAll(
            admin.PutAsync(
                $"{Rooms}/{room.Name}",
                new { preferences = new { chatPreferences = new { enabled = false } } }
            ),
            admin.PutAsync(
                $"{Rooms}/{room.Name}",
                new { preferences = new { virtualBackgroundPreferences = new { enabled = false } } }
            )
        );

        using var asked = await admin.GetAsync($"{Rooms}/{room.Name}?fields=preferences");
        var preferences = (await asked.ReadJsonAsync()).GetProperty("preferences");
        Assert.That(IsEnabled(preferences, "chatPreferences"), Is.False);
        Assert.That(IsEnabled(preferences, "virtualBackgroundPreferences"), Is.False);
        Assert.That(IsEnabled(preferences, "recordingPreferences"), Is.True);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [TestCase("{}", "preferences")]
    [TestCase("""{"preferences":null}""", "preferences")]
    [TestCase(
        """{"preferences":{"chatPreferences":{"enabled":"yes"}}}""",
        "preferences.chatPreferences.enabled"
    )]
    public async Task Invalid_values_are_named(string body, string field)
    {
        using var admin = await _meet.SignInAsAdminAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await admin.PutAsync($"{Rooms}/demo", content);
        await answer.ShouldNameFieldsAsync(field);
    }

    [Test]
    public async Task Only_administrators_can_change_existing_rooms()
    {
        var body = new { preferences = new { } };
        using var anybody = _meet.NewBrowser();
        using var user = await _meet.SignInAsUserAsync();
        using var admin = await _meet.SignInAsAdminAsync();

        using var byAnybody = await anybody.PutAsync($"{Rooms}/demo", body);
        using var byUser = await user.PutAsync($"{Rooms}/demo", body);
        using var unknown = await admin.PutAsync($"{Rooms}/nowhere", body);
        using var noName = await admin.PutAsync($"{Rooms}/a--b", body);

        Assert.That(byAnybody.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(byUser.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        await unknown.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The room does not exist");
        await noName.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The room does not exist");
    }

    private static bool IsEnabled(JsonElement preferences, string feature) =>
        preferences.GetProperty(feature).GetProperty("enabled").GetBoolean();
}
