using Microsoft.Playwright;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Browser.Tests;

/// <summary>
/// The installed Chromium, without a window. If there is none (<c>tests/prepare</c> installs it), the tests are skipped, or fail
/// where CI requires it.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Programs =
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Chromium> StartAsync()
    {
        var program = Find();
        if (program is null)
            Needed.SkipOrFail("Chromium is needed for this test, and is not on the PATH.");

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                // The sandbox does not work as root. The browser opens only the pages of the tests.
                ChromiumSandbox = false,
            }
        );
        return new Chromium(playwright, browser);
    }

    /// <summary>A page in a new browser context, without cookies and cache.</summary>
    public Task<IPage> NewPageAsync() => _browser.NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => Programs.Select(program => Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists);
}
