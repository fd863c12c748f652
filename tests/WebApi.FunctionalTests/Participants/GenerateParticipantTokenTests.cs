using System.Net;
using System.Text;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class GenerateParticipantTokenTests
{
    private const string Path = "/meet/internal-api/v1/participants/token";

    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _room = await _meet.CreateRoomAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [Test]
    public async Task Every_field_is_required(
        [Values("roomName", "participantName", "secret")] string field,
        [Values("missing", "null", "\"\"", "\"  \"", "7", "true", "[]", "{}")] string value
    )
    {
        var fields = new Dictionary<string, string>
        {
            ["roomName"] = JsonSerializer.Serialize(_room.Name),
            ["participantName"] = "\"Nobody\"",
            ["secret"] = JsonSerializer.Serialize(_room.PublisherSecret),
        };
        if (value == "missing")
            fields.Remove(field);
        else
            fields[field] = value;

        using var answer = await PostRawAsync(
            "{" + string.Join(',', fields.Select(f => $"\"{f.Key}\":{f.Value}")) + "}"
        );

        await answer.ShouldNameFieldsAsync(field);
        await answer.ShouldBeErrorAsync((HttpStatusCode)422, "Invalid request body");
    }

    [Test]
    public async Task All_faults_are_named_at_once()
    {
        using var answer = await PostRawAsync("{}");

        await answer.ShouldNameFieldsAsync("roomName", "participantName", "secret");
    }

    [Test]
    public async Task What_is_not_JSON_is_malformed()
    {
        using var answer = await PostRawAsync("{\"roomName\":");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("a\nb")]
    [TestCase("a\u0000b")]
    [TestCase("a\u007fb")]
    [TestCase("a\u0085b")]
    public async Task A_name_with_control_characters_is_refused(string name)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, name, _room.PublisherSecret);

        await answer.ShouldNameFieldsAsync("participantName");
    }

    [TestCase("x", 256)]
    [TestCase("ü", 128)]
    [TestCase("日", 85)]
    [TestCase("🙂", 64)]
    public async Task A_name_has_at_most_256_bytes(string character, int most)
    {
        var longest = string.Concat(Enumerable.Repeat(character, most));
        using var browser = _meet.NewBrowser();
        using var fits = await browser.RequestTokenAsync(_room, longest, _room.PublisherSecret);
        using var tooLong = await browser.RequestTokenAsync(
            _room,
            longest + character,
            _room.PublisherSecret
        );

        Assert.That(fits.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await tooLong.ShouldNameFieldsAsync("participantName");
    }

    [TestCase(".")]
    [TestCase("..")]
    [TestCase("\u200B")]
    [TestCase("\u3164")]
    [TestCase("\u0301\uFE0F")]
    public async Task An_invisible_name_or_path_segment_is_refused(string name)
    {
        using var browser = _meet.NewBrowser();
        using var token = await browser.RequestTokenAsync(_room, name, _room.PublisherSecret);
        using var refresh = await browser.RefreshTokenAsync(_room, name, _room.PublisherSecret);

        await token.ShouldNameFieldsAsync("participantName");
        await refresh.ShouldNameFieldsAsync("participantName");
    }

    [Test]
    public async Task A_name_with_a_lone_surrogate_is_refused()
    {
        using var answer = await PostRawAsync(
            $$"""{"roomName":"{{_room.Name}}","participantName":"a\ud83d","secret":"x"}"""
        );

        await answer.ShouldNameFieldsAsync("participantName");
    }

    [TestCase("x")]
    [TestCase("José 日本 🙂")]
    [TestCase("../admin")]
    public async Task Other_characters_are_allowed_in_a_name(string name)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.RequestTokenAsync(_room, name, _room.PublisherSecret);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await ClaimsAsync(answer)).GetProperty("sub").GetString(), Is.EqualTo(name));
    }

    private async Task<HttpResponseMessage> PostRawAsync(string json)
    {
        using var browser = _meet.NewBrowser();
        return await browser.PostAsync(
            Path,
            new StringContent(json, Encoding.UTF8, "application/json")
        );
    }

    private static async Task<JsonElement> ClaimsAsync(HttpResponseMessage answer) =>
        Jwt.Payload((await answer.ReadJsonAsync()).GetProperty("token").GetString()!);
}
