using Microsoft.Playwright;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

public sealed class ConsoleRoomsTests : ConsoleTests
{
    private const string Markup = "<img src=x onerror=alert(1)>";

    private LiveKitDouble _liveKit = null!;

    [TearDown]
    public async Task StopAsync() => await _liveKit.DisposeAsync();

    protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync()
    {
        _liveKit = await LiveKitDouble.StartAsync();
        return new Dictionary<string, string> { ["LIVEKIT_URL"] = _liveKit.Url.ToString() };
    }

    [Test]
    public async Task A_room_has_a_link_for_each_role_and_shows_who_is_in_it()
    {
        var room = await Meet.CreateRoomAsync("daily");
        _liveKit.State.Join(room.Name, "Alice");
        await OpenViewAsync("Rooms");
        var card = Card(room.Name);

        await Assertions
            .Expect(card.GetByRole(AriaRole.Link))
            .ToHaveTextAsync([
                $"Join {room.Name} as moderator, in a new tab",
                $"Join {room.Name} as publisher, in a new tab",
            ]);
        foreach (var secret in new[] { room.ModeratorSecret, room.PublisherSecret })
            Assert.That(
                await card.Locator($"a[href$='/room/{room.Name}?secret={secret}']").CountAsync(),
                Is.EqualTo(1)
            );
        await ShouldShowAsync(card.Locator("strong", new() { HasText = "Alice" }));
        await ShouldShowAsync(Card("demo").GetByText("Nobody is here."));
    }

    [Test]
    public async Task A_link_is_copied()
    {
        var room = await Meet.CreateRoomAsync();
        await OpenViewAsync("Rooms");
        await Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Button($"Copy link for a publisher of {room.Name}").ClickAsync();

        await ShouldSayAsync($"The link for a publisher of {room.Name} is copied.");
        Assert.That(
            await Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"),
            Does.EndWith($"/room/{room.Name}?secret={room.PublisherSecret}")
        );
    }

    [Test]
    public async Task Where_a_page_may_not_copy_the_link_is_shown()
    {
        var room = await Meet.CreateRoomAsync();
        await OpenViewAsync("Rooms");
        await Page.EvaluateAsync(
            "() => navigator.clipboard.writeText = () => Promise.reject(new Error())"
        );
        await Button($"Copy link for a publisher of {room.Name}").ClickAsync();

        await Assertions
            .Expect(Dialog.GetByLabel("Link"))
            .ToHaveValueAsync(
                new System.Text.RegularExpressions.Regex($"secret={room.PublisherSecret}$")
            );
    }

    [Test]
    public async Task A_participant_is_disconnected_and_the_others_stay()
    {
        var room = await Meet.CreateRoomAsync();
        _liveKit.State.Join(room.Name, "Alice");
        _liveKit.State.Join(room.Name, "Ann / Bob");
        await OpenViewAsync("Rooms");

        await Button("Disconnect Ann / Bob").ClickAsync();
        await Dialog
            .GetByRole(AriaRole.Button, new() { Name = "Disconnect Ann / Bob" })
            .ClickAsync();
        await ShouldSayAsync("Ann / Bob is disconnected.");

        await ShouldHaveFocusAsync(Heading("In the room: 1"));
        Assert.That(
            _liveKit.State.ParticipantsOf(room.Name).Select(one => one.Identity),
            Is.EqualTo(["Alice"])
        );
        await Assertions.Expect(Button("Disconnect Ann / Bob")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Who_was_disconnected_is_kept_out_until_an_administrator_lets_them_back_in()
    {
        var room = await Meet.CreateRoomAsync();
        using var bob = await Meet.EnterAsync(room, "Bob");
        _liveKit.State.JoinWith(bob.Cookie(TestSupport.Browser.ParticipantCookie)!);
        // The name is no longer held for the join.
        Meet.Clock.Advance(TimeSpan.FromMinutes(1));
        await OpenViewAsync("Rooms");
        await Button("Disconnect Bob").ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Disconnect Bob" }).ClickAsync();
        await ShouldShowAsync(Heading("Kept out"));

        await Button("Let back in Bob").ClickAsync();
        await ShouldSayAsync($"Bob can join {room.Name} again.");
        await Assertions.Expect(Heading("Kept out")).ToHaveCountAsync(0);
        using var again = await bob.RequestTokenAsync(room, "Bob", room.PublisherSecret);
        Assert.That(again.IsSuccessStatusCode);
    }

    [Test]
    public async Task A_cancelled_dialog_disconnects_nobody_and_returns_the_focus()
    {
        var room = await Meet.CreateRoomAsync();
        _liveKit.State.Join(room.Name, "Alice");
        await OpenViewAsync("Rooms");

        await Button("Disconnect Alice").ClickAsync();
        await ShouldHaveFocusAsync(Button("Cancel"));
        await Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(Dialog).ToHaveCountAsync(0);
        await ShouldHaveFocusAsync(Button("Disconnect Alice"));
        Assert.That(_liveKit.State.ParticipantsOf(room.Name), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_name_with_markup_is_only_text()
    {
        var hasDialog = false;
        Page.Dialog += async (_, dialog) =>
        {
            hasDialog = true;
            await dialog.DismissAsync();
        };
        var room = await Meet.CreateRoomAsync("<b>bold</b>");
        _liveKit.State.Join(room.Name, Markup);
        await OpenViewAsync("Rooms");

        await Assertions.Expect(Card(room.Name).Locator("strong").Last).ToHaveTextAsync(Markup);
        await Button($"Disconnect {Markup}").ClickAsync();
        await ShouldShowAsync(Heading($"Disconnect {Markup}?"));
        await Dialog
            .GetByRole(AriaRole.Button, new() { Name = $"Disconnect {Markup}" })
            .ClickAsync();
        await ShouldSayAsync($"{Markup} is disconnected.");

        Assert.That(
            await Page.Locator("main img, dialog img, .toast img, main b").CountAsync(),
            Is.Zero
        );
        Assert.That(hasDialog, Is.False);
    }

    [Test]
    public async Task The_browser_refuses_to_make_markup_of_text()
    {
        await OpenViewAsync("Rooms");
        Assert.That(
            await Page.EvaluateAsync<string>(
                "() => { try { document.body.innerHTML = '<b>x</b>'; return 'done'; } catch (error) { return error.name; } }"
            ),
            Is.EqualTo("TypeError")
        );
        ForgetComplaints();
    }

    [Test]
    public async Task A_room_is_created_and_deleted()
    {
        await OpenViewAsync("Rooms");
        await Button("Create a room").ClickAsync();
        await Dialog.GetByLabel("Beginning of the name").FillAsync("planning");
        await Dialog.GetByLabel("The room expires after").SelectOptionAsync("A week");
        await Dialog.GetByLabel("Most people at once").FillAsync("5");
        await Page.Keyboard.PressAsync("Enter");

        var card = Page.GetByRole(AriaRole.Article).Filter(new() { HasText = "planning-" });
        await ShouldShowAsync(card.GetByText("at most 5 people"));
        await ShouldShowAsync(card.GetByText("Jan 8, 2030"));
        await ShouldHaveFocusAsync(card.GetByRole(AriaRole.Heading, new() { Level = 2 }));

        await card.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Button("Delete the room").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await ShouldHaveFocusAsync(Heading("Rooms"));
    }

    [Test]
    public async Task A_refused_room_says_which_field_is_wrong()
    {
        await OpenViewAsync("Rooms");
        await Page.RouteAsync(
            "**/meet/api/v1/rooms",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = 422,
                        ContentType = "application/json",
                        Body = """
                        {"code": 422, "name": "Request Error", "message": "Invalid request body",
                         "details": [{"field": "maxParticipants", "message": "Must be small."}]}
                        """,
                    }
                )
        );
        await Button("Create a room").ClickAsync();
        await Button("Create the room").ClickAsync();

        await ShouldAlertAsync("maxParticipants: Must be small.");
        await ShouldHaveFocusAsync(Button("Create the room"));
    }

    [Test]
    public async Task Without_rooms_the_page_says_what_to_do()
    {
        await OpenViewAsync("Rooms");
        await Button("Delete demo").ClickAsync();
        await Button("Delete the room").ClickAsync();

        await ShouldShowAsync(Heading("There are no rooms"));
    }

    [Test]
    public async Task More_rooms_than_a_page_holds_are_shown_on_demand()
    {
        for (var count = 0; count < 20; count++)
            await Meet.CreateRoomAsync();
        await OpenViewAsync("Rooms");
        await Assertions.Expect(Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(20);
        await Button("Show more").ClickAsync();

        await Assertions.Expect(Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(21);
        await ShouldHaveFocusAsync(Page.GetByRole(AriaRole.Article).Last);
        await Assertions.Expect(Button("Show more")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task While_LiveKit_is_down_the_rooms_are_shown_and_who_is_in_them_is_not_known()
    {
        var room = await Meet.CreateRoomAsync();
        await _liveKit.StopAsync();
        await OpenViewAsync("Rooms");

        foreach (var name in new[] { room.Name, "demo" })
            await ShouldShowAsync(
                Card(name)
                    .GetByText(
                        "It is not known who is here. LiveKit is not available. Try again in 5 seconds."
                    )
            );
    }
}
