using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.Options;
using NJsonSchema;
using NJsonSchema.Generation;
using NSwag;
using NSwag.Generation.AspNetCore;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>Generates the documents of both APIs from the code.</summary>
public sealed class OpenApiDocuments(
    IApiDescriptionGroupCollectionProvider descriptions,
    IOptions<JsonOptions> json
)
{
    private readonly ConcurrentDictionary<ApiDocument, Lazy<Task<string>>> _written = new();

    /// <summary>Returns the document as it is committed and served. It is generated on the first call.</summary>
    public Task<string> GetAsync(ApiDocument api) =>
        _written.GetOrAdd(api, _ => new Lazy<Task<string>>(() => WriteAsync(api))).Value;

    private async Task<string> WriteAsync(ApiDocument api)
    {
        var settings = new AspNetCoreOpenApiDocumentGeneratorSettings
        {
            Title = api.Title,
            Description = api.Description,
            Version = "v1",
            SchemaSettings = new SystemTextJsonSchemaGeneratorSettings
            {
                SchemaType = SchemaType.OpenApi3,
                SerializerOptions = new(json.Value.JsonSerializerOptions)
                {
                    // Tells the generator that enums are written as strings. The names come from the converter before this one.
                    Converters = { new JsonStringEnumConverter() },
                },
                SchemaNameGenerator = new SchemaNames(),
                // A base schema without additional properties would forbid the properties of derived schemas.
                FlattenInheritanceHierarchy = true,
            },
        };
        foreach (var value in ValueSchemas.All)
            settings.SchemaSettings.TypeMappers.Add(value);
        settings.SchemaSettings.SchemaProcessors.Add(new ValueSchemas.RequiredTexts(json.Value));
        settings.SchemaSettings.SchemaProcessors.Add(new RequiredProperties(json.Value));
        settings.OperationProcessors.Add(new AnswerProcessor());
        var document = await new AspNetCoreOpenApiDocumentGenerator(settings).GenerateAsync(
            OperationsOf(api)
        );

        document.Info.TermsOfService = "https://openvidu.io/conditions/terms-of-service/";
        document.Info.Contact = new OpenApiContact
        {
            Name = "OpenVidu",
            Email = "commercial@openvidu.io",
            Url = "https://openvidu.io/support/",
        };
        MakePathsRelative(document, api.BasePath);
        SecuritySchemes.AddAll(document);
        AddExtraSchemas(document, api, settings.SchemaSettings);
        document.Generator = null;
        return document.ToJson() + "\n";
    }

    private ApiDescriptionGroupCollection OperationsOf(ApiDocument api)
    {
        var operations = descriptions
            .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
            .Where(operation =>
                $"/{operation.RelativePath}".StartsWith(
                    api.BasePath + '/',
                    StringComparison.Ordinal
                )
            )
            .OrderBy(operation => operation.RelativePath, StringComparer.Ordinal)
            .ToList();
        return new ApiDescriptionGroupCollection(
            [new ApiDescriptionGroup(api.Name, operations)],
            version: 1
        );
    }

    private static void MakePathsRelative(OpenApiDocument document, string basePath)
    {
        foreach (var (path, item) in document.Paths.ToList())
        {
            document.Paths.Remove(path);
            document.Paths[path[basePath.Length..]] = item;
        }

        document.Servers.Clear();
        document.Servers.Add(new OpenApiServer { Url = basePath });
    }

    private static void AddExtraSchemas(
        OpenApiDocument document,
        ApiDocument api,
        JsonSchemaGeneratorSettings settings
    )
    {
        var resolver = new OpenApiSchemaResolver(document, settings);
        var generator = new JsonSchemaGenerator(settings);
        foreach (var type in api.ExtraSchemas)
            generator.Generate(type, resolver);
    }

    /// <summary>Names each schema after its type, without the suffix <c>Body</c>.</summary>
    private sealed class SchemaNames : DefaultSchemaNameGenerator
    {
        public override string Generate(Type type)
        {
            var name = base.Generate(type);
            return name.EndsWith("Body", StringComparison.Ordinal) ? name[..^"Body".Length] : name;
        }
    }
}
