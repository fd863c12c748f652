using System.Text.RegularExpressions;

namespace OpenViduMeet.WebApi.FunctionalTests.Pages;

/// <summary>The states of the dependencies on the home page.</summary>
internal static partial class ShownStates
{
    public static List<(string Purpose, string State)> In(string page) =>
        [
            .. State()
                .Matches(page)
                .Select(match => (match.Groups["purpose"].Value, match.Groups["state"].Value)),
        ];

    [GeneratedRegex(
        @"<dt>(?<purpose>[^<]+)<span>[^<]*</span></dt>\s*<dd[^>]*>(?<state>[^<]+)</dd>",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex State();
}
