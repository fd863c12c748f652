using Microsoft.Playwright;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Browser.Tests;

/// <summary>npm's <c>axe-core</c>, which finds faults in the accessibility of a page.</summary>
internal static class Axe
{
    private const string Run = """
        async () => {
          const found = await axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          });
          return found.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
          );
        }
        """;

    private static readonly NodeScripts Packages = new("tests", "TestSupport", "Axe");

    /// <summary>Checks what the page shows now. Its animations have ended: a colour on the way is a fault too.</summary>
    /// <returns>One line for each fault.</returns>
    public static async Task<string[]> FindFaultsAsync(IPage page)
    {
        await page.EvaluateAsync(await Packages.ReadPackageFileAsync("axe-core", "axe.min.js"));
        await page.EvaluateAsync(
            "() => Promise.allSettled(document.getAnimations().map(animation => animation.finished))"
        );
        return await page.EvaluateAsync<string[]>(Run);
    }
}
