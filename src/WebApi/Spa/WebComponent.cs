using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Spa;

/// <summary>The script that other sites use to embed the client. It is part of a built client and has its own public path.</summary>
internal static class WebComponent
{
    private const string File = "webcomponent/openvidu-meet.bundle.min.js";

    private static readonly PathString FilePath = new($"/{File}");

    /// <summary>Maps the public path of the script to its file.</summary>
    public static void Prepare(HttpRequest request)
    {
        if (request.Path == ApiPaths.WebComponent)
            request.Path = FilePath;
    }

    /// <summary>Allows any site to load the script, also with CORS and on a cross-origin isolated page.</summary>
    public static void SetHeaders(HttpContext served)
    {
        if (served.Request.Path != FilePath)
            return;
        served.Response.Headers.AccessControlAllowOrigin = "*";
        served.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    /// <summary>Answers requests for a missing script with the reason: a page shows nothing when a script fails to load.</summary>
    public static void UseMissingWebComponent(this WebApplication app, string? spa) =>
        app.MapWhen(
            context =>
                WebClientPath.IsRequested(context)
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
