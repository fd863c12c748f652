using Microsoft.Playwright;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Webhooks;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

public sealed class ConsoleWebhooksTests : ConsoleTests
{
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(100);

    private WebhookReceiverDouble _receiver = null!;

    [TearDown]
    public async Task StopAsync() => await _receiver.DisposeAsync();

    protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync()
    {
        _receiver = await WebhookReceiverDouble.StartAsync();
        return new Dictionary<string, string>
        {
            ["MEET_WEBHOOK_ENABLED"] = "true",
            ["MEET_WEBHOOK_URL"] = _receiver.Url.ToString(),
            ["MEET_WEBHOOK_ALLOW_PRIVATE"] = "true",
        };
    }

    [Test]
    public async Task A_delivery_shows_its_state_and_a_failed_one_its_last_failure()
    {
        _receiver.AnswerWith(500);
        await OpenViewAsync("Webhooks");
        await ShouldShowAsync(Heading("There are no deliveries"));
        await ShouldShowAsync(
            Page.GetByText($"Webhooks are on, and go to {_receiver.Url.Authority}.")
        );
        Assert.That(
            await Page.ContentAsync(),
            Does.Not.Contain("of-the-receiver"),
            "The URL's secret"
        );

        await DeleteRoomAsync();
        var card = Card("Room finished");
        await ShouldShowAfterRefreshAsync(card.GetByText("Last failure: "));
        await ShouldShowAsync(card.GetByText("status 500"));
        await ShouldShowAsync(card.GetByText("Waiting", new() { Exact = true }));

        await Page.GetByLabel("State").SelectOptionAsync("Delivered");
        await ShouldShowAsync(Page.GetByText("None is in this state."));
    }

    [Test]
    public async Task A_delivered_event_shows_when_and_what_it_was_about()
    {
        await OpenViewAsync("Webhooks");
        var room = await DeleteRoomAsync();

        var card = Card("Room finished");
        await ShouldShowAfterRefreshAsync(card.GetByText("Delivered", new() { Exact = true }));
        await ShouldShowAsync(card.GetByText(room, new() { Exact = true }));
    }

    /// <returns>The name of the room.</returns>
    private async Task<string> DeleteRoomAsync()
    {
        var room = await Meet.CreateRoomAsync();
        using var administrator = await Meet.SignInAsAdminAsync();
        using var deleted = await administrator.DeleteAsync($"/meet/api/v1/rooms/{room.Name}");
        deleted.EnsureSuccessStatusCode();
        return room.Name;
    }

    private Task ShouldShowAfterRefreshAsync(ILocator shown) =>
        Eventually.HoldsAsync(
            async () =>
            {
                Meet.Clock.Advance(AMoment);
                await Button("Refresh").ClickAsync();
                return await shown.IsVisibleAsync();
            },
            "the delivery is shown"
        );
}
