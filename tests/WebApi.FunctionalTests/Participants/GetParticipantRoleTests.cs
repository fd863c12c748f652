using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Participants;

public sealed class GetParticipantRoleTests
{
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

    [TestCase("moderator")]
    [TestCase("publisher")]
    public async Task The_role_of_a_secret_is_returned_as_a_JSON_string(string role)
    {
        using var browser = _meet.NewBrowser();
        var secret = role == "moderator" ? _room.ModeratorSecret : _room.PublisherSecret;
        using var answer = await browser.GetAsync(PathOf(_room, secret));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        var body = await answer.ReadJsonAsync();
        Assert.That(body.ValueKind, Is.EqualTo(JsonValueKind.String));
        Assert.That(body.GetString(), Is.EqualTo(role));
    }

    [Test]
    public async Task An_unknown_room_is_not_found()
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.GetAsync(
            PathOf(_room with { Name = "unknown" }, _room.ModeratorSecret)
        );

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "The room does not exist",
            "Room Error"
        );
    }

    [Test]
    public async Task A_wrong_secret_is_not_acceptable()
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.GetAsync(PathOf(_room, "wrong"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
        var error = await answer.ReadJsonAsync();
        Assert.That(error.GetProperty("name").GetString(), Is.EqualTo("Participant Error"));
        Assert.That(error.GetProperty("code").GetInt32(), Is.EqualTo(406));
        Assert.That(error.GetRawText(), Does.Not.Contain("wrong"));
    }

    [TestCase("")]
    [TestCase("?secret=")]
    [TestCase("?secret=%20")]
    [TestCase("?secret=a&secret=b")]
    public async Task The_secret_must_be_given_exactly_once(string query)
    {
        using var browser = _meet.NewBrowser();
        using var answer = await browser.GetAsync(
            $"/meet/internal-api/v1/rooms/{_room.Name}/participant-role{query}"
        );

        await answer.ShouldNameFieldsAsync("secret");
        await answer.ShouldBeErrorAsync((HttpStatusCode)422, "Invalid request parameters");
    }

    [Test]
    public async Task After_twenty_wrong_secrets_a_client_must_wait()
    {
        await using var meet = new MeetApiFactory();
        var room = await meet.CreateRoomAsync();
        using var browser = meet.NewBrowser();
        for (var guess = 0; guess < 20; guess++)
        {
            using var wrong = await browser.GetAsync(PathOf(room, $"wrong{guess}"));
            Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
        }

        using var answer = await browser.GetAsync(PathOf(room, "wrong"));

        await answer.ShouldBeErrorAsync(HttpStatusCode.TooManyRequests, "Too many requests");
        Assert.That(
            answer.Headers.RetryAfter?.Delta,
            Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(1))
        );
    }

    [Test]
    public async Task Right_secrets_are_not_limited()
    {
        await using var meet = new MeetApiFactory();
        var room = await meet.CreateRoomAsync();
        using var browser = meet.NewBrowser();
        for (var call = 0; call < 50; call++)
        {
            using var answer = await browser.GetAsync(PathOf(room, room.PublisherSecret));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    private static string PathOf(TestRoom room, string secret) =>
        $"/meet/internal-api/v1/rooms/{room.Name}/participant-role?secret={secret}";
}
