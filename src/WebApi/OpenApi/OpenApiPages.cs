namespace OpenViduMeet.WebApi.OpenApi;

internal static class OpenApiPages
{
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
                    branch.UseSwaggerUi(page =>
                    {
                        page.Path = api.PagePath;
                        page.DocumentPath = api.JsonPath;
                        page.DocumentTitle = api.Title;
                        page.DocExpansion = "list";
                    })
            );
        }
    }
}
