namespace OpenViduMeet.WebApi.Pages;

/// <summary>Answers whoever wants a page of the web client where there is none.</summary>
internal static class NoClientPage
{
    public static Task WriteAsync(HttpContext context) =>
        Page.WriteAsync(
            context,
            StatusCodes.Status404NotFound,
            "No web client - OpenVidu Meet",
            Page.Html(
                $"""
                <h1>There is no web client here</h1>
                <p class="lead">This page belongs to the OpenVidu Meet client, and this server has not been given one.</p>
                <p>Whoever runs the server can set <code>MEET_SPA_DIR</code> to the folder of a built client, and start it again.</p>
                <p><a href="/" target="_blank" rel="noopener">About this server</a></p>
                """
            ),
            isFramed: true
        );
}
