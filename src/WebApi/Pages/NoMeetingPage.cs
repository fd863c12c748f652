using Microsoft.AspNetCore.Html;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Spa;
using static OpenViduMeet.WebApi.Pages.Page;

namespace OpenViduMeet.WebApi.Pages;

/// <summary>
/// The page for a room's link while LiveKit is not configured. The client itself would ask for camera and microphone, and then show
/// "Livekit URL is not defined", or nothing at all in a frame.
/// </summary>
internal static class NoMeetingPage
{
    public static Task WriteAsync(HttpContext context) =>
        Page.WriteAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "No meetings yet - OpenVidu Meet",
            Html(
                $"""
                <h1>Nobody can meet here yet</h1>
                <p class="lead">This server is not connected to a meeting server, which transmits sound, video and chat.</p>
                <section aria-labelledby="guests">
                <h2 id="guests">If you were invited</h2>
                <p class="last">Nothing is wrong with your browser. Tell the person who sent you the link, and open it again later.</p>
                </section>
                <section aria-labelledby="operator">
                <h2 id="operator">If you run this server</h2>
                <p>Set these variables and restart the server. The README says how to run LiveKit in a container.</p>
                <ul>
                {Setting(
                    "LIVEKIT_URL",
                    "The address of a LiveKit server for browsers, such as wss://livekit.example.com"
                )}
                {Setting(
                    "LIVEKIT_API_KEY, LIVEKIT_API_SECRET",
                    "The key pair of that LiveKit server"
                )}
                {WebClient(context)}
                </ul>
                </section>
                <section aria-labelledby="api">
                <h2 id="api">What works without it</h2>
                <p class="last">The API issues tokens, refreshes them and disconnects participants. There is no sound or video. <a href="{ApiDocument.Internal.PagePath}" target="_blank" rel="noopener">API documentation</a></p>
                </section>
                """
            ),
            isFramed: true
        );

    private static IHtmlContent WebClient(HttpContext context) =>
        context.RequestServices.GetRequiredService<SpaOptions>().Directory is null
            ? Setting("MEET_SPA_DIR", "The folder of a built web client, which is also missing")
            : HtmlString.Empty;

    private static IHtmlContent Setting(string name, string meaning) =>
        Html(
            $"""
            <li><code>{name}</code><span>{meaning}</span></li>

            """
        );
}
