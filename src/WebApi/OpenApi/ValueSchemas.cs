using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using NJsonSchema;
using NJsonSchema.Generation;
using NJsonSchema.Generation.TypeMappers;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Infrastructure.Json;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>Values that are parsed where they come in are documented as callers write them.</summary>
internal static class ValueSchemas
{
    public static IEnumerable<ITypeMapper> All =>
        ParsableValues
            .All.Where(type => type != typeof(PageSize))
            .Append(typeof(Uri))
            .Select(type => Map(type, JsonObjectType.String))
            .Append(Map(typeof(PageSize), JsonObjectType.Integer, JsonFormatStrings.Integer))
            .Append(
                new PrimitiveTypeMapper(
                    typeof(AppearancePreferences),
                    schema =>
                    {
                        schema.Type = JsonObjectType.Object;
                        schema.AdditionalPropertiesSchema = JsonSchema.CreateAnySchema();
                    }
                )
            );

    /// <summary>A required text has at least one character, of whatever type it is.</summary>
    internal sealed class RequiredTexts(JsonOptions json) : ISchemaProcessor
    {
        public void Process(SchemaProcessorContext context)
        {
            var names = json.JsonSerializerOptions.PropertyNamingPolicy;
            foreach (var property in context.ContextualType.Type.GetProperties())
            {
                if (
                    ParsableValueConverterFactory.IsParsableValue(property.PropertyType)
                    && property.IsDefined(typeof(RequiredAttribute), inherit: true)
                    && context.Schema.Properties.TryGetValue(
                        names?.ConvertName(property.Name) ?? property.Name,
                        out var documented
                    )
                )
                    documented.MinLength = 1;
            }
        }
    }

    private static PrimitiveTypeMapper Map(Type type, JsonObjectType kind, string? format = null) =>
        new(type, schema => (schema.Type, schema.Format) = (kind, format));
}
