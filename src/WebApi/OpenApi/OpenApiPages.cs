using System.Text.Encodings.Web;
using System.Text.Json;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Headers;

namespace OpenViduMeet.WebApi.OpenApi;

internal static class OpenApiPages
{
    private const string IndexFile = "/index.html";
    private const string ScriptFile = "/start.js";

    /// <summary>
    /// Swagger UI needs inline styles and pictures in data URLs. Everything else is loaded from this server, and requests go only to it: a
    /// crafted link must not make the page show or call another server.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves the document of each API as JSON and as a page.</summary>
    public static void MapOpenApi(this WebApplication app, IEndpointRouteBuilder endpoints)
    {
        foreach (var api in ApiDocument.All)
        {
            endpoints
                .MapGet(
                    api.JsonPath,
                    // Takes the context only: the framework's binding of other parameters delays the start of the server.
                    context => WriteAsync(api, context)
                )
                .WithMetadata(new AcceptsAttribute(Credential.None))
                .ExcludeFromDescription();
            // A separate branch, so that other requests do not pass through it.
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
    /// Replaces the package's index page, whose script takes the document's URL from the query. The other files are the package's.
    /// </summary>
    private static Task ShowAsync(ApiDocument api, HttpContext context, RequestDelegate next)
    {
        var response = context.Response;
        PageHeaders.Protect(response, Policy);
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

    private static async Task WriteAsync(ApiDocument api, HttpContext context)
    {
        var documents = context.RequestServices.GetRequiredService<OpenApiDocuments>();
        var document = await documents.GetAsync(api);
        await Results.Text(document, "application/json").ExecuteAsync(context);
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
