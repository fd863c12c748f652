using System.Collections.Concurrent;
using Microsoft.Playwright;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Browser.Tests.AdminConsole;

/// <summary>A server in a browser whose user opens the console.</summary>
public abstract class ConsoleTests
{
    /// <summary>In milliseconds. It passes only where something is missing.</summary>
    private const int ExpectTimeout = 20_000;

    private readonly ConcurrentQueue<string> _complaints = [];
    private Chromium _chromium = null!;

    protected MeetApiFactory Meet { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    protected virtual Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    [OneTimeSetUp]
    public async Task StartBrowserAsync()
    {
        Assertions.SetDefaultExpectTimeout(ExpectTimeout);
        _chromium = await Chromium.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopBrowserAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
    }

    [SetUp]
    public async Task OpenPageAsync()
    {
        Meet = new MeetApiFactory(await SettingsAsync());
        Page = await _chromium.NewPageAsync();
        // As the server's, so that a new room does not expire in the past.
        await Page.Clock.SetFixedTimeAsync(MeetApiFactory.Start.UtcDateTime);
        Page.PageError += (_, error) => _complaints.Enqueue(error);
        Page.Console += (_, line) =>
        {
            if (
                line.Text.Contains("Content Security Policy", StringComparison.Ordinal)
                || line.Text.Contains("TrustedHTML", StringComparison.Ordinal)
            )
                _complaints.Enqueue(line.Text);
        };
        _complaints.Clear();
    }

    [TearDown]
    public async Task ClosePageAsync()
    {
        if (Page is not null)
            await Page.Context.CloseAsync();
        if (Meet is not null)
            await Meet.DisposeAsync();
        Assert.That(_complaints, Is.Empty, "No script failed, and the policy refused nothing");
    }

    protected Task OpenAsync(string path = "") => Page.GotoAsync(Meet.Address + path);

    /// <summary>Signs in as a user whose name is the password, in the form that is shown.</summary>
    protected async Task SignInAsync(string user = "admin")
    {
        await Page.GetByLabel("Username").FillAsync(user);
        await Page.GetByLabel("Password").FillAsync(user);
        await Button("Sign in").ClickAsync();
    }

    /// <summary>Opens the console as an administrator, and one of its views.</summary>
    protected async Task OpenViewAsync(string view)
    {
        await OpenAsync();
        await SignInAsync();
        await GoToAsync(view);
    }

    protected async Task GoToAsync(string view)
    {
        await Link(view).ClickAsync();
        await ShouldShowAsync(Heading(view));
    }

    /// <summary>For a test that provokes them.</summary>
    protected void ForgetComplaints() => _complaints.Clear();

    protected ILocator Button(string name) =>
        Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected ILocator Link(string name) =>
        Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    protected ILocator Heading(string name) =>
        Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    /// <summary>The part of the page about a room or a recording.</summary>
    protected ILocator Card(string title) =>
        Page.GetByRole(AriaRole.Article, new() { Name = title, Exact = true });

    protected ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    protected static Task ShouldShowAsync(ILocator shown) =>
        Assertions.Expect(shown).ToBeVisibleAsync();

    protected Task ShouldSayAsync(string text) =>
        Assertions.Expect(Page.GetByRole(AriaRole.Status)).ToHaveTextAsync(text);

    protected Task ShouldAlertAsync(string text) =>
        Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(text);

    protected static Task ShouldHaveFocusAsync(ILocator element) =>
        Assertions.Expect(element).ToBeFocusedAsync();
}
