using OpenViduMeet.Infrastructure.Health;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

public sealed class ConsoleHealthTests : ConsoleTests
{
    private LiveKitDouble _liveKit = null!;

    [TearDown]
    public async Task StopAsync() => await _liveKit.DisposeAsync();

    protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync()
    {
        _liveKit = await LiveKitDouble.StartAsync();
        return new Dictionary<string, string> { ["LIVEKIT_URL"] = _liveKit.Url.ToString() };
    }

    [Test]
    public async Task Each_dependency_shows_whether_it_can_be_reached()
    {
        await OpenViewAsync("Health");
        await ShouldShowAsync(Page.GetByText("Everything that this server needs answers."));
        await ShouldShowAsync(Page.GetByText($"LiveKit at {_liveKit.Url}".TrimEnd('/')));

        await _liveKit.StopAsync();
        Meet.Clock.Advance(DependencyHealthChecks.Lifetime);
        await Button("Refresh").ClickAsync();
        await ShouldShowAsync(Page.GetByText("This server works in part"));
        await ShouldShowAsync(Page.GetByText("Not reachable"));
    }
}
