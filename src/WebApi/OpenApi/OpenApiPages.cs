using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenViduMeet.WebApi.OpenApi;

internal static class OpenApiPages
{
    private const string IndexFile = "/index.html";
    private const string ScriptFile = "/start.js";

    /// <summary>
    /// Swagger UI sets styles of elements, and shows pictures that it holds itself. Everything else comes from here, and nothing is
    /// sent elsewhere: the page must not show, nor call, what a stranger's link names.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Shows both APIs' documents, to machines and to people.</summary>
    public static void MapOpenApi(this WebApplication app)
    {
        foreach (var api in ApiDocument.All)
        {
            app.MapGet(
                    api.JsonPath,
                    async (OpenApiDocuments documents) =>
                        Results.Text(await documents.GetAsync(api), "application/json")
                )
                .ExcludeFromDescription();
            // A branch of its own: no other request has to pass through it.
            app.UseWhen(
                context =>
                    context.Request.Path.StartsWithSegments(
                        api.PagePath,
                        StringComparison.OrdinalIgnoreCase
                    ),
                branch =>
                    branch
                        .Use((context, next) => ShowAsync(api, context, next))
                        .UseSwaggerUi(page =>
                        {
                            page.Path = api.PagePath;
                            page.DocumentPath = api.JsonPath;
                        })
            );
        }
    }

    /// <summary>
    /// The package brings Swagger UI's files, and an index page with a script in it that takes the document's URL from the query.
    /// Ours stands in that page's place.
    /// </summary>
    private static Task ShowAsync(ApiDocument api, HttpContext context, RequestDelegate next)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        context.Request.Path.StartsWithSegments(
            api.PagePath,
            StringComparison.OrdinalIgnoreCase,
            out var file
        );
        switch (file.Value)
        {
            case "":
            case null:
                response.Redirect($"{api.PagePath}{IndexFile}");
                return Task.CompletedTask;
            case IndexFile:
                response.ContentType = "text/html; charset=utf-8";
                return response.WriteAsync(Page(api), context.RequestAborted);
            case ScriptFile:
                response.ContentType = "text/javascript; charset=utf-8";
                return response.WriteAsync(Script(api), context.RequestAborted);
            default:
                return next(context);
        }
    }

    private static string Page(ApiDocument api) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{HtmlEncoder.Default.Encode(api.Title)}</title>
            <link rel="stylesheet" href="swagger-ui.css">
            <link rel="stylesheet" href="index.css">
            <link rel="icon" type="image/png" href="favicon-32x32.png">
            </head>
            <body>
            <div id="swagger-ui"></div>
            <script src="swagger-ui-bundle.js"></script>
            <script src="start.js"></script>
            </body>
            </html>

            """;

    private static string Script(ApiDocument api) =>
        $$"""
            SwaggerUIBundle({
              url: {{JsonSerializer.Serialize(api.JsonPath)}},
              dom_id: "#swagger-ui",
              deepLinking: true,
              docExpansion: "list",
              validatorUrl: null,
              presets: [SwaggerUIBundle.presets.apis],
            });

            """;
}
