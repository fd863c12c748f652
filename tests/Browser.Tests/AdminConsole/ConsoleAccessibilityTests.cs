using Microsoft.Playwright;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

/// <summary>The console for people who use a keyboard or a screen reader, or who have a narrow screen.</summary>
public sealed class ConsoleAccessibilityTests : ConsoleTests
{
    private const string HasFocusInDialog =
        "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')";

    private const string Width = "() => document.documentElement.scrollWidth";

    /// <summary>The narrowest screen that is usual. It is also what is left of a wide one at a zoom of 400 %.</summary>
    private const int Narrow = 360;

    [Test]
    public async Task No_view_has_a_fault_that_axe_finds_or_is_wider_than_the_screen(
        [Values] bool isDark,
        [Values(Narrow, 1280)] int width
    )
    {
        await Page.SetViewportSizeAsync(width, 800);
        await Page.EmulateMediaAsync(
            new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light }
        );
        var room = await Meet.CreateRoomAsync(new string('w', 50));
        using var alice = await Meet.EnterAsync(room, new string('A', 200));

        await OpenAsync();
        await ShouldShowAsync(Button("Sign in"));
        await ShouldBeFineAsync("the sign-in", width);
        await Page.GetByLabel("Password").FillAsync("wrong");
        await Button("Sign in").ClickAsync();
        await ShouldShowAsync(Page.GetByRole(AriaRole.Alert));
        await ShouldBeFineAsync("a refused sign-in", width);

        await SignInAsync();
        await ShouldShowAsync(Card(room.Name).GetByText("since "));
        await ShouldBeFineAsync("the rooms", width);
        await Button("Create a room").ClickAsync();
        await ShouldBeFineAsync("the form for a room", width);
        await Page.Keyboard.PressAsync("Escape");
        await Button("Disconnect " + new string('A', 200)).ClickAsync();
        await ShouldBeFineAsync("a question", width);
        await Page.Keyboard.PressAsync("Escape");

        await GoToAsync("Recordings");
        await Button("Play the recording of demo").ClickAsync();
        await ShouldBeFineAsync("the player", width);
        await Page.Keyboard.PressAsync("Escape");
        await ShouldBeFineAsync("the recordings", width);
        await GoToAsync("Webhooks");
        await ShouldShowAsync(Heading("There are no deliveries"));
        await ShouldBeFineAsync("the webhooks", width);
        await GoToAsync("Health");
        await ShouldShowAsync(Heading("Dependencies"));
        await ShouldBeFineAsync("the health", width);
    }

    [Test]
    public async Task Everything_is_done_with_the_keyboard()
    {
        await OpenAsync();
        await ShouldHaveFocusAsync(Button("Sign in"));
        await Page.Keyboard.PressAsync("Enter");
        await ShouldHaveFocusAsync(Heading("Rooms"));

        // A test participant is let in, and disconnected.
        await TabToAsync(Button("Add a test participant to demo"));
        await Page.Keyboard.PressAsync("Enter");
        await ShouldSayAsync("Alice is in demo.");
        await TabToAsync(Button("Disconnect Alice"));
        await Page.Keyboard.PressAsync("Space");
        await ShouldHaveFocusAsync(Button("Cancel"));
        await Page.Keyboard.PressAsync("Tab");
        await ShouldHaveFocusAsync(
            Dialog.GetByRole(AriaRole.Button, new() { Name = "Disconnect Alice" })
        );
        await Page.Keyboard.PressAsync("Enter");
        await ShouldSayAsync("Alice is disconnected.");
        await ShouldHaveFocusAsync(Heading("In the room"));

        // A recording is played.
        await TabToAsync(Link("Recordings"), "Shift+Tab");
        await Page.Keyboard.PressAsync("Enter");
        await ShouldHaveFocusAsync(Heading("Recordings"));
        await TabToAsync(Button("Play the recording of demo"));
        await Page.Keyboard.PressAsync("Enter");
        await ShouldHaveFocusAsync(Dialog.Locator("video"));
    }

    [Test]
    public async Task The_focus_stays_in_a_dialog_until_it_is_closed()
    {
        await OpenViewAsync("Rooms");
        await Button("Create a room").ClickAsync();
        await ShouldHaveFocusAsync(Dialog.GetByLabel("Beginning of the name"));
        foreach (var key in new[] { "Tab", "Shift+Tab" })
            for (var press = 0; press < 8; press++)
            {
                await Page.Keyboard.PressAsync(key);
                Assert.That(await Page.EvaluateAsync<bool>(HasFocusInDialog), $"{key} {press}");
            }

        await Page.Keyboard.PressAsync("Escape");
        await ShouldHaveFocusAsync(Button("Create a room"));
    }

    [Test]
    public async Task The_focus_is_always_visible()
    {
        await OpenViewAsync("Rooms");
        await ShouldShowAsync(Card("demo"));
        for (var press = 0; press < 7; press++)
        {
            await Page.Keyboard.PressAsync("Tab");
            Assert.That(
                await Page.EvaluateAsync<string>(
                    "() => getComputedStyle(document.activeElement).outline"
                ),
                Does.Match("(solid|auto) [1-9]"),
                await Page.EvaluateAsync<string>("() => document.activeElement.outerHTML")
            );
        }
    }

    [Test]
    public async Task A_link_skips_to_the_content()
    {
        await OpenViewAsync("Recordings");
        await TabToAsync(Link("Skip to the content"), "Shift+Tab");
        await Page.Keyboard.PressAsync("Enter");

        await ShouldHaveFocusAsync(Page.GetByRole(AriaRole.Main));
        await ShouldShowAsync(Heading("Recordings"));
    }

    [Test]
    public async Task A_participant_who_joins_or_leaves_does_not_take_the_focus()
    {
        var room = await Meet.CreateRoomAsync();
        using var alice = await Meet.EnterAsync(room, "Alice");
        await OpenViewAsync("Rooms");
        await Button("Disconnect Alice").FocusAsync();
        using var bob = await Meet.EnterAsync(room, "Bob");

        await Assertions
            .Expect(Button("Disconnect Bob"))
            .ToBeVisibleAsync(new() { Timeout = 20_000 });
        await ShouldHaveFocusAsync(Button("Disconnect Alice"));
    }

    private async Task ShouldBeFineAsync(string view, int width)
    {
        Assert.That(await Axe.FindFaultsAsync(Page), Is.Empty, view);
        Assert.That(await Page.EvaluateAsync<int>(Width), Is.LessThanOrEqualTo(width), view);
    }

    private async Task TabToAsync(ILocator element, string key = "Tab")
    {
        await ShouldShowAsync(element);
        for (var press = 0; press < 30; press++)
        {
            if (await element.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await Page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"{key} does not reach it: {element}");
    }
}
