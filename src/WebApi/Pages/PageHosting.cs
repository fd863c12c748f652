using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Pages;

internal static class PageHosting
{
    /// <summary>Serves the server's own pages in place of a web client's.</summary>
    public static void UsePages(this WebApplication app) =>
        app.MapWhen(IsPageAskedFor, pages => pages.Run(WriteAsync));

    /// <summary>Serves <see cref="NoMeetingPage"/> in place of the client's room pages.</summary>
    public static void UseNoMeetingPage(this WebApplication app) =>
        app.MapWhen(
            context => IsPageAskedFor(context) && IsRoom(context.Request.Path),
            pages => pages.Run(NoMeetingPage.WriteAsync)
        );

    private static bool IsRoom(PathString path) =>
        path.StartsWithSegments(ApiPaths.Room, StringComparison.OrdinalIgnoreCase, out var name)
        && name.Value?.Trim('/').Length > 0;

    private static bool IsPageAskedFor(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && WebClientPath.IsRequested(context)
        && WebClientPath.IsPage(context.Request.Path);

    private static Task WriteAsync(HttpContext context) =>
        context.Request.Path == "/"
            ? context.RequestServices.GetRequiredService<HomePage>().WriteAsync(context)
            : NoClientPage.WriteAsync(context);
}
