using System.Net;
using System.Text.Json.Nodes;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>What a participant can do whom a moderator has disconnected.</summary>
public sealed class KickTests : LiveKitTests
{
    private const string Bob = "Bob";

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);

    private TestRoom _room = null!;
    private Browser _moderator = null!;
    private Browser _bob = null!;
    private string _token = null!;

    private string Bans => $"/meet/api/v1/rooms/{_room.Name}/bans";

    [SetUp]
    public async Task KickBobAsync()
    {
        _room = await Meet.CreateRoomAsync();
        _moderator = await Meet.EnterAsync(_room, Alice);
        LiveKit.State.JoinWith(_moderator.Cookie(Browser.ParticipantCookie)!);
        _bob = await Meet.EnterAsync(_room, Bob, _room.PublisherSecret);
        _token = _bob.Cookie(Browser.ParticipantCookie)!;
        await JoinAsync(_token);
        using var kicked = await _moderator.DisconnectAsync(_room, Bob);
        Assert.That(kicked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [TearDown]
    public void CloseBrowsers()
    {
        _moderator.Dispose();
        _bob.Dispose();
    }

    [Test]
    public void LiveKit_is_told_since_when_tokens_are_revoked() =>
        Assert.That(
            LiveKit.Calls.Single(call => call.Method == "RemoveParticipant").Request[
                "revoke_token_ts"
            ]!.GetValue<string>(),
            Is.EqualTo($"{Meet.Clock.GetUtcNow().ToUnixTimeSeconds()}")
        );

    [Test]
    public async Task Neither_the_name_nor_the_browser_gets_a_token_during_the_ban()
    {
        using var stranger = Meet.NewBrowser();
        Meet.Clock.Advance(Hold - TimeSpan.FromSeconds(1));

        using var same = await _bob.RequestTokenAsync(_room, Bob, _room.PublisherSecret);
        using var otherName = await _bob.RequestTokenAsync(_room, "Rob", _room.PublisherSecret);
        using var otherRole = await _bob.RequestTokenAsync(_room, "Rob", _room.ModeratorSecret);
        using var refresh = await _bob.RefreshTokenAsync(_room, Bob, _room.PublisherSecret);
        using var name = await stranger.RequestTokenAsync(_room, Bob, _room.PublisherSecret);
        using var nobodys = await stranger.RequestTokenAsync(_room, "Rob", _room.PublisherSecret);

        foreach (var refused in new[] { same, otherName, otherRole, refresh, name })
            await refused.ShouldBeErrorAsync(
                HttpStatusCode.Forbidden,
                "Insufficient permissions to access this resource",
                "Authentication Error"
            );
        Assert.That(nobodys.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("")]
    [TestCase("x")]
    public async Task Another_token_in_the_header_does_not_hide_the_cookie(string header)
    {
        using var browser = Meet.NewBrowser()
            .WithCookie(Browser.ParticipantCookie, _token)
            .With("X-Participant-Token", header);
        using var answer = await browser.RequestTokenAsync(_room, "Rob", _room.PublisherSecret);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task The_browser_is_banned_from_this_room_only()
    {
        var other = await Meet.CreateRoomAsync();
        using var answer = await _bob.RequestTokenAsync(other, Bob, other.PublisherSecret);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_wrong_secret_and_a_missing_sign_in_are_reported_before_the_ban()
    {
        using var wrong = await _bob.RequestTokenAsync(_room, Bob, "wrong");
        using var administrator = await Meet.SignInAsAdminAsync();
        using var set = await administrator.PutAsync(
            "/meet/api/v1/preferences/security",
            new { authentication = new { authMode = "all_users" } }
        );
        using var anonymous = await _bob.RequestTokenAsync(_room, Bob, _room.PublisherSecret);

        Assert.That(set.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(anonymous.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task After_the_ban_a_new_token_is_given_and_the_old_one_stays_revoked()
    {
        Meet.Clock.Advance(Hold);

        using var stale = await _bob.RefreshTokenAsync(_room, Bob, _room.PublisherSecret);
        using var answer = await _bob.RequestTokenAsync(_room, Bob, _room.PublisherSecret);
        await stale.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found in the room",
            "Participant Error"
        );
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        await JoinAsync(_token);
        Assert.That(IsPresent(), Is.False, "The token of before the ban");

        await JoinAsync(_bob.Cookie(Browser.ParticipantCookie)!);
        Assert.That(IsPresent(), Is.True, "The token of after the ban");
    }

    private static IEnumerable<TestCaseData<Func<string, JsonObject?, JsonObject?>>> Attributes()
    {
        yield return new((_, own) => own) { TestName = "Unchanged" };
        yield return new((_, _) => null) { TestName = "Deleted" };
        yield return new((_, _) => new JsonObject { ["meet"] = "" }) { TestName = "Empty" };
        yield return new((_, _) => new JsonObject { ["meet"] = null }) { TestName = "Null" };
        yield return new(
            (_, own) => new JsonObject { ["meet"] = "1" + own!["meet"]!.GetValue<string>()[1..] }
        )
        {
            TestName = "Another epoch",
        };
        yield return new((others, _) => new JsonObject { ["meet"] = others })
        {
            TestName = "Copied from somebody else",
        };
    }

    [TestCaseSource(nameof(Attributes))]
    public async Task Whoever_joins_with_a_revoked_token_is_thrown_out_whatever_the_attributes(
        Func<string, JsonObject?, JsonObject?> change
    )
    {
        Meet.Clock.Advance(Hold);
        var own = AttributesIn(_token);
        var others = AttributesIn(_moderator.Cookie(Browser.ParticipantCookie)!)![
            "meet"
        ]!.GetValue<string>();

        await JoinAsync(_token, change(others, own));

        Assert.That(IsPresent(), Is.False);
        Assert.That(LiveKit.State.ParticipantsOf(_room.Name), Has.Count.EqualTo(1), "Alice stays");
    }

    [Test]
    public async Task The_event_of_an_earlier_connection_does_not_throw_out_a_later_one()
    {
        var room = LiveKit.State.JoinWith(_token);
        var revoked = LiveKit.State.ParticipantsOf(_room.Name).Single(p => p.Identity == Bob);
        Meet.Clock.Advance(Hold);
        LiveKit.State.Leave(_room.Name, Bob);
        using var answer = await _bob.RequestTokenAsync(_room, Bob, _room.PublisherSecret);
        answer.EnsureSuccessStatusCode();
        LiveKit.State.JoinWith(_bob.Cookie(Browser.ParticipantCookie)!);

        await TellAsync(LiveKitWebhooks.ParticipantJoined(room, revoked));

        Assert.That(IsPresent(), Is.True);
    }

    [Test]
    public async Task A_participant_by_telephone_needs_no_proof_and_can_be_kicked()
    {
        var room = LiveKit.State.Rooms.Single(open => open.Name == _room.Name);
        await TellAsync(
            LiveKitWebhooks.ParticipantJoined(
                room,
                LiveKit.State.Join(_room.Name, "sip_1", kind: "SIP")
            )
        );
        Assert.That(LiveKit.State.ParticipantsOf(_room.Name), Has.Count.EqualTo(2));

        using var kicked = await _moderator.DisconnectAsync(_room, "sip_1");
        await TellAsync(
            LiveKitWebhooks.ParticipantJoined(
                room,
                LiveKit.State.Join(_room.Name, "sip_1", kind: "SIP")
            )
        );

        Assert.That(kicked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(LiveKit.State.ParticipantsOf(_room.Name), Has.Count.EqualTo(1));
    }

    /// <summary>LiveKit tells of the names of tracks, which can be of any length. The double tells of attributes.</summary>
    [Test]
    public async Task A_participant_of_whom_LiveKit_tells_too_much_is_disconnected_like_others()
    {
        var fat = new JsonObject { ["a"] = new string('x', 1_200_000) };
        var room = LiveKit.State.Rooms.Single(open => open.Name == _room.Name);
        var joined = LiveKit.State.Join(_room.Name, "Fat", attributes: fat);

        for (var time = 0; time < 6; time++)
        {
            using var taken = await _moderator.RequestTokenAsync(
                _room,
                "Fat",
                _room.PublisherSecret
            );
            Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        }

        using var kicked = await _moderator.DisconnectAsync(_room, "Fat");
        using var banned = await _moderator.GetAsync(Bans);
        Assert.That(kicked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await banned.ReadJsonAsync()).ToString(), Does.Contain("Fat"));
        Assert.That(LiveKit.State.ParticipantsOf(_room.Name), Has.Count.EqualTo(1));

        LiveKit.State.Join(_room.Name, "Fat", attributes: fat);
        await TellAsync(LiveKitWebhooks.ParticipantJoined(room, joined with { Attributes = [] }));
        Assert.That(LiveKit.State.ParticipantsOf(_room.Name), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_moderator_sees_and_lifts_the_ban()
    {
        using var listed = await _moderator.GetAsync(Bans);
        using var lifted = await _moderator.DeleteAsync($"{Bans}/{Bob}");
        using var again = await _moderator.DeleteAsync($"{Bans}/{Bob}");
        using var empty = await _moderator.GetAsync(Bans);
        using var answer = await _bob.RequestTokenAsync(_room, Bob, _room.PublisherSecret);
        await JoinAsync(_token);

        var since = Meet.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.That(
            (await listed.ReadJsonAsync()).ToString(),
            Is.EqualTo(
                $$"""{"bans":[{"participantName":"Bob","since":{{since}},"until":{{since + (long)Hold.TotalMilliseconds}}}]}"""
            )
        );
        Assert.That(lifted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await again.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Participant not found");
        Assert.That((await empty.ReadJsonAsync()).ToString(), Is.EqualTo("""{"bans":[]}"""));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(IsPresent(), Is.False, "The old token stays revoked");
    }

    [Test]
    public async Task Bans_are_for_moderators_administrators_and_the_API_key()
    {
        using var publisher = await Meet.EnterAsync(_room, "Rob", _room.PublisherSecret);
        var other = await Meet.CreateRoomAsync();
        using var elsewhere = await Meet.EnterAsync(other);
        using var administrator = await Meet.SignInAsAdminAsync();
        using var user = await Meet.SignInAsUserAsync();
        using var stranger = Meet.NewBrowser();
        using var integration = Meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        var statuses = new List<HttpStatusCode>();
        foreach (
            var caller in new[]
            {
                _moderator,
                administrator,
                integration,
                publisher,
                elsewhere,
                user,
                stranger,
            }
        )
        {
            using var answer = await caller.GetAsync(Bans);
            statuses.Add(answer.StatusCode);
        }

        Assert.That(
            statuses.Select(status => (int)status),
            Is.EqualTo([200, 200, 200, 403, 403, 403, 401])
        );
    }

    [Test]
    public async Task A_revoked_moderator_moderates_nothing()
    {
        using var second = await Meet.EnterAsync(_room, "Second");
        LiveKit.State.JoinWith(second.Cookie(Browser.ParticipantCookie)!);
        using var before = await second.GetAsync(Bans);

        using var kicked = await _moderator.DisconnectAsync(_room, "Second");
        using var list = await second.GetAsync(Bans);
        using var disconnect = await second.DisconnectAsync(_room, Alice);
        using var room = await second.GetAsync($"/meet/api/v1/rooms/{_room.Name}");
        using var record = await second.PostAsync(
            "/meet/api/v1/recordings",
            new { roomId = _room.Name }
        );

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(kicked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        foreach (var refused in new[] { list, disconnect, room, record })
            await refused.ShouldBeErrorAsync(
                HttpStatusCode.Unauthorized,
                "Unauthorized",
                "Authentication Error"
            );
    }

    [Test]
    public async Task A_name_that_somebody_else_has_taken_is_not_taken_back_with_an_old_cookie()
    {
        using var first = await Meet.EnterAsync(_room, "Carol", _room.PublisherSecret);
        LiveKit.State.JoinWith(first.Cookie(Browser.ParticipantCookie)!);
        LiveKit.State.Leave(_room.Name, "Carol");
        Meet.Clock.Advance(TimeSpan.FromMinutes(2));
        using var second = await Meet.EnterAsync(_room, "Carol", _room.PublisherSecret);

        using var whileHeld = await first.RequestTokenAsync(_room, "Carol", _room.PublisherSecret);
        LiveKit.State.JoinWith(second.Cookie(Browser.ParticipantCookie)!);
        Meet.Clock.Advance(TimeSpan.FromMinutes(2));
        using var present = await first.RequestTokenAsync(_room, "Carol", _room.PublisherSecret);
        Meet.Clock.Advance(TimeSpan.FromHours(6));
        using var refresh = await first.RefreshTokenAsync(_room, "Carol", _room.PublisherSecret);

        foreach (var taken in new[] { whileHeld, present })
            await taken.ShouldBeErrorAsync(
                HttpStatusCode.Conflict,
                "Participant already exists in the room"
            );
        await refresh.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found in the room"
        );
    }

    /// <summary>LiveKit sends the event of a join only once media flow. A client without media is in the room before.</summary>
    [Test]
    public async Task Whoever_joins_with_a_revoked_token_after_the_ban_and_without_an_event_is_thrown_out_in_seconds()
    {
        Meet.Clock.Advance(Hold);
        await SettleAsync();

        LiveKit.State.JoinWith(_token);
        Meet.Clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.HoldsAsync(() => !IsPresent(), "the reconciler has thrown Bob out");
        Assert.That(LiveKit.State.ParticipantsOf(_room.Name), Has.Count.EqualTo(1), "Alice stays");
    }

    private static JsonObject? AttributesIn(string token) =>
        JsonNode.Parse(Access.Jwt.Payload(token).GetProperty("attributes").GetRawText())
        as JsonObject;

    /// <summary>Waits until the reconciler has compared everything, which it does again only minutes later.</summary>
    private async Task SettleAsync()
    {
        LiveKit.ForgetCalls();
        await PassTimeUntilAsync(
            TimeSpan.FromMinutes(1),
            () => Listings(ofAll: true) > 1,
            "the reconciler compares everything"
        );
        LiveKit.ForgetCalls();
        await PassTimeUntilAsync(
            TimeSpan.FromSeconds(5),
            () => Listings(ofAll: false) > 0,
            "the next pass has begun"
        );
    }

    private int Listings(bool ofAll) =>
        LiveKit.Calls.Count(call =>
            call.Method == "ListRooms" && (call.Request["names"] is null) == ofAll
        );

    private bool IsPresent() =>
        LiveKit.State.ParticipantsOf(_room.Name).Any(present => present.Identity == Bob);

    /// <summary>Joins LiveKit, which does not know that a token was revoked.</summary>
    private Task JoinAsync(string token) => JoinAsync(token, AttributesIn(token));

    /// <param name="attributes">What the client has made of its attributes before the event.</param>
    private Task JoinAsync(string token, JsonObject? attributes)
    {
        var room = LiveKit.State.JoinWith(token);
        var joined = LiveKit.State.Join(_room.Name, Bob, attributes: attributes);
        var happened = LiveKitWebhooks.ParticipantJoined(room, joined);
        // The double's clock is the machine's.
        happened["participant"]!["joinedAtMs"] =
            $"{Meet.Clock.GetUtcNow().ToUnixTimeMilliseconds()}";
        return TellAsync(happened);
    }
}
