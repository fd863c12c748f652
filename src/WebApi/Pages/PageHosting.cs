using OpenViduMeet.WebApi.Requests;

namespace OpenViduMeet.WebApi.Pages;

internal static class PageHosting
{
    /// <summary>Our own pages, in the place of a web client's.</summary>
    public static void UsePages(this WebApplication app) =>
        app.MapWhen(IsPageAskedFor, pages => pages.Run(WriteAsync));

    private static bool IsPageAskedFor(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && WebClientPath.IsAskedFor(context)
        && WebClientPath.IsPage(context.Request.Path);

    private static Task WriteAsync(HttpContext context) =>
        context.Request.Path == "/"
            ? context.RequestServices.GetRequiredService<HomePage>().WriteAsync(context)
            : NoClientPage.WriteAsync(context);
}
