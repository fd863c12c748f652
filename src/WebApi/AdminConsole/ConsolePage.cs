using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Spa;

namespace OpenViduMeet.WebApi.AdminConsole;

/// <summary>The console's page before its scripts have filled it. It is the same for everybody.</summary>
internal sealed class ConsolePage(
    UserOptions users,
    SpaOptions spa,
    LiveKitOptions liveKit,
    IHostEnvironment environment
)
{
    /// <summary>The name and the password of the administrator in Development, which everybody may know.</summary>
    private const string DevelopmentUser = "admin";

    /// <summary>The user with whom the form is filled in, or an empty text.</summary>
    private string FilledIn =>
        environment.IsDevelopment()
        && users is { BuiltIn: true, Admin: { Name: DevelopmentUser, Secret: DevelopmentUser } }
            ? DevelopmentUser
            : "";

    /// <summary>The settings without which people in a room cannot see and hear each other.</summary>
    private IEnumerable<string> MissingSettings
    {
        get
        {
            if (liveKit.Url is null)
                yield return "LIVEKIT_URL";
            if (spa.Directory is null)
                yield return "MEET_SPA_DIR";
        }
    }

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        using var text = new StringWriter();
        Shell().WriteTo(text, HtmlEncoder.Default);
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    private IHtmlContent Shell() =>
        Page.Html(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>OpenVidu Meet</title>
            <link rel="icon" href="{Page.Icon}">
            <link rel="stylesheet" href="{ApiPaths.Console}/page.css">
            <link rel="stylesheet" href="{ApiPaths.Console}/console.css">
            <script type="module" src="{ApiPaths.Console}/console.js"></script>
            </head>
            <body data-development-user="{FilledIn}" data-missing="{string.Join(
                ' ',
                MissingSettings
            )}">
            <a class="skip" href="#main">Skip to the content</a>
            <header>
            <p class="brand"><img src="{Page.Icon}" alt="" width="28" height="28">OpenVidu Meet</p>
            <nav aria-label="Console" hidden></nav>
            <div class="account" hidden></div>
            </header>
            <main id="main" tabindex="-1">
            <p>Loading…</p>
            <noscript><p>This page needs JavaScript, which your browser does not run here.</p></noscript>
            </main>
            <footer>
            <ul>
            <li><a href="{ApiDocument.Public.PagePath}">{ApiDocument.Public.Title}</a></li>
            <li><a href="{ApiDocument.Internal.PagePath}">{ApiDocument.Internal.Title}</a></li>
            <li><a href="{ApiPaths.Ready}">Health as JSON</a></li>
            </ul>
            </footer>
            <div class="toast" role="status"></div>
            </body>
            </html>

            """
        );
}
