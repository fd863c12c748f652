using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Spa;

/// <summary>The script with which pages of other sites embed the client: part of a built client, at a path of its own.</summary>
internal static class WebComponent
{
    private const string File = "webcomponent/openvidu-meet.bundle.min.js";

    private static readonly PathString FilePath = new($"/{File}");

    /// <summary>The file that is asked for, by its own path or by the one that other sites know.</summary>
    public static void Prepare(HttpRequest request)
    {
        if (request.Path == ApiPaths.WebComponent)
            request.Path = FilePath;
    }

    /// <summary>Any site may load it, also where it has to be asked for with CORS, or where the site isolates itself.</summary>
    public static void SetHeaders(HttpContext served)
    {
        if (served.Request.Path != FilePath)
            return;
        served.Response.Headers.AccessControlAllowOrigin = "*";
        served.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    /// <summary>Says what is missing to whoever asks for it where it is not: a script that fails to load says nothing in a page.</summary>
    public static void UseMissingWebComponent(this WebApplication app, string? spa) =>
        app.MapWhen(
            context =>
                WebClientPath.IsAskedFor(context)
                && (
                    context.Request.Path == ApiPaths.WebComponent
                    || context.Request.Path == FilePath
                ),
            missing =>
                missing.Run(context =>
                    Results
                        .Text(
                            spa is null
                                ? "This server has no web client: set MEET_SPA_DIR.\n"
                                : $"The web client of this server has no {File}.\n",
                            statusCode: StatusCodes.Status404NotFound
                        )
                        .ExecuteAsync(context)
                )
        );
}
