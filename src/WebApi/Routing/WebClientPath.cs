namespace OpenViduMeet.WebApi.Routing;

/// <summary>What the web client may be asked for.</summary>
internal static class WebClientPath
{
    /// <summary>Whether the request is for none of ours, nor for a hidden file such as <c>.env</c>.</summary>
    public static bool IsAskedFor(HttpContext context) =>
        context.GetEndpoint() is null
        && ApiPaths.IsWebClients(context.Request.Path)
        && context.Request.Path.Value?.Contains("/.", StringComparison.Ordinal) != true;

    /// <summary>Whether this path is a page's, as the client's router knows them: a file has a dot in its name.</summary>
    public static bool IsPage(PathString path) => !Path.HasExtension(path.Value);
}
