namespace OpenViduMeet.WebApi.Routing;

/// <summary>Recognizes requests for the web client.</summary>
internal static class WebClientPath
{
    /// <summary>
    /// Whether the request is for the web client: it has no endpoint, and does not name a hidden file such as <c>.env</c>.
    /// </summary>
    public static bool IsRequested(HttpContext context) =>
        context.GetEndpoint() is null
        && ApiPaths.IsWebClients(context.Request.Path)
        && context.Request.Path.Value?.Contains("/.", StringComparison.Ordinal) != true;

    /// <summary>Whether this path is a page of the client's router. The name of a file has a dot.</summary>
    public static bool IsPage(PathString path) => !Path.HasExtension(path.Value);
}
