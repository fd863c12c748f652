using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using OpenViduMeet.WebApi.Headers;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.AdminConsole;

/// <summary>Serves the console: a page and the scripts and styles that it loads. What they show comes from the APIs.</summary>
internal static class ConsoleHosting
{
    /// <summary>The beginning of the files' names among the resources of the assembly.</summary>
    private const string Resources = "pages";

    /// <summary>
    /// No inline script or style runs, nothing is loaded from elsewhere, and the browser refuses each attempt to turn text into markup.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <param name="isHome">Whether the console is also the home page.</param>
    public static void UseConsole(this WebApplication app, bool isHome)
    {
        app.MapWhen(
            context => IsPage(context.Request, isHome),
            page =>
                page.Run(context =>
                {
                    PageHeaders.Protect(context.Response, Policy);
                    context.Response.Headers.CacheControl = "no-store";
                    return context
                        .RequestServices.GetRequiredService<ConsolePage>()
                        .WriteAsync(context);
                })
        );
        app.UseStaticFiles(
            new StaticFileOptions
            {
                RequestPath = ApiPaths.Console,
                FileProvider = new EmbeddedFileProvider(typeof(ConsoleHosting).Assembly, Resources),
                OnPrepareResponse = PrepareFile,
            }
        );
    }

    private static bool IsPage(HttpRequest request, bool isHome) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (
            request.Path == ApiPaths.Console
            || request.Path == $"{ApiPaths.Console}/"
            || (isHome && request.Path == "/")
        );

    private static void PrepareFile(StaticFileResponseContext served)
    {
        PageHeaders.Protect(served.Context.Response, Policy);
        served.Context.Response.Headers.CacheControl = "no-cache";
    }
}
