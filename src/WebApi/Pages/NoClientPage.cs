namespace OpenViduMeet.WebApi.Pages;

/// <summary>The page for paths of the web client if the server has none.</summary>
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
                <p class="lead">This page belongs to the OpenVidu Meet client, which this server does not have.</p>
                <p>The operator of the server can set <code>MEET_SPA_DIR</code> to the folder of a built client and restart it.</p>
                <p><a href="/" target="_blank" rel="noopener">About this server</a></p>
                """
            ),
            isFramed: true
        );
}
