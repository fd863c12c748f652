using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>The parts of a request that the operation does not determine.</summary>
/// <param name="Path">The path, relative to the document's base path.</param>
/// <param name="As">The cookies of the sender, or <see langword="null"/> for an anonymous request.</param>
internal sealed record Call(
    string Path,
    object? Body = null,
    Identity? As = null,
    params (string Name, string Value)[] Headers
)
{
    /// <summary>Whether the server's clock must advance before it answers.</summary>
    public bool TakesTime { get; init; }
}

/// <summary>The cookies of a sender.</summary>
internal sealed record Identity(string? Access, string? Refresh, string? Participant)
{
    public static readonly Identity Nobody = new(Access: null, Refresh: null, Participant: null);

    public static Identity Of(Browser browser) =>
        new(
            browser.Cookie(Browser.AccessCookie),
            browser.Cookie(Browser.RefreshCookie),
            browser.Cookie(Browser.ParticipantCookie)
        );

    /// <summary>Creates a browser with these cookies.</summary>
    public Browser At(Uri address)
    {
        var browser = new Browser(address);
        Plant(Browser.AccessCookie, Access);
        Plant(Browser.RefreshCookie, Refresh);
        Plant(Browser.ParticipantCookie, Participant);
        return browser;

        void Plant(string name, string? value)
        {
            if (value is not null)
                browser.WithCookie(name, value);
        }
    }
}
